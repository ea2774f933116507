package main

import (
	"os"
	"path/filepath"
	"strconv"

	"writethru/bench/process"
)

// Eleventy makes the home feed and no pages, as Hugo does here.
const eleventyConfig = `import rss from "@11ty/eleventy-plugin-rss";

export default function (config) {
	config.addPlugin(rss);
	config.addGlobalData("permalink", false);
	config.addCollection("articles", (all) => all.getFilteredByGlob("content/**/*.md"));
	config.addFilter("newest", (posts) => posts.slice(-50).reverse());
	return { dir: { input: "content", output: "public" } };
}
`

// An incremental build makes the feed again because it imports the collection.
const eleventyFeed = `---
permalink: /feed.rss
eleventyExcludeFromCollections: true
eleventyImport:
  collections: ["articles"]
---
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Stories</title><link>http://127.0.0.1/</link><description>Stories</description>
{% for post in collections.articles | newest %}<item><title>{{ post.data.title }}</title><link>http://127.0.0.1{{ post.filePathStem }}/</link><guid>{{ post.filePathStem }}</guid>
<pubDate>{{ post.date | dateToRfc822 }}</pubDate><description>{{ post.content }}</description></item>
{% endfor %}</channel></rss>
`

// eleventy sets up a site for Eleventy.
func eleventy(b *bench, size int) (*site, error) {
	s, err := b.newSite("eleventy", size, "content", same)
	if err != nil {
		return nil, err
	}
	s.program, s.row = "Eleventy", "Eleventy, home feed"
	if err := s.write("eleventy.config.mjs", eleventyConfig); err != nil {
		return nil, err
	}
	if err := s.write("content/feed.njk", eleventyFeed); err != nil {
		return nil, err
	}
	// node_modules/@11ty/eleventy/cmd.cjs: the plugin lies in the same folder.
	path, err := filepath.EvalSymlinks(b.tools["eleventy"].path)
	if err != nil {
		return nil, err
	}
	modules := filepath.Join(filepath.Dir(path), "..", "..")
	if err := os.Symlink(modules, filepath.Join(s.dir, "node_modules")); err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(modules, "@11ty", "eleventy-plugin-rss")); err != nil {
		s.missing = "without @11ty/eleventy-plugin-rss"
	}
	s.build = process.Command{Path: path, Args: []string{"--quiet"}, Dir: s.dir}
	s.serve = func(port int) process.Command {
		return process.Command{Path: path, Args: []string{"--serve", "--incremental", "--quiet", "--port", strconv.Itoa(port)}, Dir: s.dir}
	}
	s.feed = "/feed.rss"
	s.state = []string{filepath.Join(s.dir, "public"), filepath.Join(s.dir, ".cache")}
	return s, nil
}
