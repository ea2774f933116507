package attack

import "strings"

// ups are writings of "one folder up".
var ups = []string{
	"../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "..;/", ".%00./", "%252e%252e%252f", "%c0%ae%c0%ae/",
	"%c0%ae%c0%af", "..%c0%af", "..%ef%bc%8f", "%uff0e%uff0e/", "....//", "./.././", "..%01/", "../%20/",
}

// secrets is what the files hold that are asked for.
const secrets = "SECRET|root:|SQLite format|settle:"

// Paths asks for files that are not published, in all writings of a path.
func (s Site) Paths() []Attack {
	var targets []string
	for _, file := range append([]string{"etc/passwd", "posts/.env", "posts/flood/index.md", "secret.txt"}, s.Private...) {
		for _, up := range ups {
			for _, under := range s.Folders {
				for _, times := range []int{1, 3, 8} {
					targets = append(targets, under+strings.Repeat(up, times)+file)
				}
			}
		}
		targets = append(targets, "/"+file, "//"+file, "/./"+file, s.Story+file, "///etc/../"+file, "file:///"+file)
	}
	parent := s.Story[:strings.LastIndex(strings.TrimSuffix(s.Story, "/"), "/")+1]
	for _, file := range []string{"outside.txt", "outside/secret.txt", ".env", "flood.md", "draft.md", "draft/plan.png", "index.md", "loop/loop/loop", "linked/", "linked.md"} {
		targets = append(targets, "/"+file, parent+file, s.Story+file, s.Drafts+file, s.Drafts+"plan.png")
	}
	var all []Attack
	for _, target := range targets {
		all = append(all, Attack{
			Claim: "a path", Request: "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
			Status: "^(400|404|301|410)$", Without: secrets,
		})
	}
	return all
}

const evil = "evil.example"

// Hosts tries to have a word of its own in what others are served.
func (s Site) Hosts() []Attack {
	var all []Attack
	for _, path := range s.Shared {
		for _, field := range []string{
			"Host: ", "Host: x\r\nX-Forwarded-Host: ", "Host: x\r\nX-Host: ", "Host: x\r\nX-Forwarded-Server: ", "Host: x\r\nForwarded: host=", "Host: x\r\nX-Original-URL: /",
			"Host: x\r\nX-Rewrite-URL: /", "Host: x\r\nX-HTTP-Method-Override: ", "Host: x\r\nOrigin: https://", "Host: x\r\nReferer: https://", "Host: x\r\nX-Forwarded-Proto: ", "Host: x\r\nCookie: ", "Host: x\r\nAccept-Language: ",
		} {
			all = append(all, Attack{"a field", "GET " + path + " HTTP/1.1\r\n" + field + evil + "\r\nConnection: close\r\n\r\n", "^[2345]", evil})
		}
		for _, target := range []string{"http://" + evil + path, path + "?" + evil, path + "?callback=" + evil, path + "%0d%0aSet-Cookie:" + evil, path + "/..;/" + evil} {
			all = append(all, Attack{"a target", "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "^[2345]", "(?i)" + evil})
		}
	}
	return all
}
