package jetstream

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
)

// longest is how long a token of a subject may be: the line of the protocol that
// holds the subject has a limit.
const longest = 512

// token makes one token of a subject of any text: the same of the same text, and
// another of any other. Texts that are too long are named by their hash, after a
// character that no other token has.
func token(text string) string {
	t := strings.ReplaceAll(url.PathEscape(text), ".", "%2E")
	if len(t) > longest {
		sum := sha256.Sum256([]byte(text))
		return "!" + hex.EncodeToString(sum[:])
	}
	if t == "" {
		return "!"
	}
	return t
}

// revisionsOf is the subject of a story's revisions.
func (s *Store) revisionsOf(token string) string { return s.at.name + ".journal." + token }

// sourceOf is the subject of a part of a story's source.
func (s *Store) sourceOf(story, hash string, part int) string {
	return s.at.name + ".source." + token(story) + "." + token(hash) + "." + strconv.Itoa(part)
}

// sourcesOf are the subjects of all parts of all sources of a story.
func (s *Store) sourcesOf(story string) string { return s.at.name + ".source." + token(story) + ".>" }
