package deploy

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// accepts holds that a program takes a file of ours.
func accepts(t *testing.T, program string, args ...string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skip(err)
	}
	if out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput(); err != nil {
		t.Errorf("%s %q: %v\n%s", program, args, err, out)
	}
}

func TestNginxTakesItsConfiguration(t *testing.T) {
	dir := t.TempDir()
	site, err := os.ReadFile("proxy/nginx.conf")
	if err != nil {
		t.Fatal(err)
	}
	certificate(t, dir)
	here := strings.ReplaceAll(string(site), "/etc/ssl/courier.example", dir)
	all := fmt.Sprintf("pid %s/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n%s\n}\n", dir, here)
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(all), 0o600); err != nil {
		t.Fatal(err)
	}
	accepts(t, "nginx", "-t", "-q", "-p", dir, "-c", file)
}

func TestCaddyTakesItsConfiguration(t *testing.T) {
	accepts(t, "caddy", "validate", "--adapter", "caddyfile", "--config", "proxy/Caddyfile")
}

func TestSystemdTakesTheUnit(t *testing.T) {
	unit, err := os.ReadFile("systemd/writethru.service")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "writethru.service")
	there := strings.ReplaceAll(string(unit), "/usr/local/bin/writethru", "/bin/true") // it is not installed here
	if err := os.WriteFile(file, []byte(there), 0o600); err != nil {
		t.Fatal(err)
	}
	accepts(t, "systemd-analyze", "verify", "--man=no", file)
	accepts(t, "systemd-analyze", "security", "--offline=yes", "--threshold=20", file)
}

// certificate writes a certificate and its key, for as long as the test lasts.
func certificate(t *testing.T, dir string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"courier.example"}}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"fullchain.pem": {Type: "CERTIFICATE", Bytes: cert}, "key.pem": {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
