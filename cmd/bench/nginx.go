package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// nginxPath finds the program, also where only root has it in the path.
func nginxPath() (string, error) {
	path, err := exec.LookPath("nginx")
	if err != nil {
		path, err = exec.LookPath("/usr/sbin/nginx")
	}
	if err != nil {
		return "", errors.New("nginx is not installed; on Debian: apt-get install nginx-light")
	}
	return path, nil
}

func nginxVersion() string {
	path, err := nginxPath()
	if err != nil {
		return "no nginx"
	}
	out, err := exec.Command(path, "-v").CombinedOutput()
	if err != nil {
		return "nginx of an unknown version"
	}
	_, version, _ := strings.Cut(strings.TrimSpace(string(out)), "version: ")
	return version
}

// startNginx serves a page from a file that is compressed already, which is the fastest that nginx
// can do, with the page's headers and none of its own.
func startNginx(ctx context.Context, dir, path string, page answer) (*server, error) {
	program, err := nginxPath()
	if err != nil {
		return nil, err
	}
	prefix := filepath.Join(dir, "nginx")
	file := filepath.Join(prefix, "root", filepath.FromSlash(path)+".gz")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	config := filepath.Join(prefix, "nginx.conf")
	if err := errors.Join(os.WriteFile(file, page.Body, 0o644), os.WriteFile(config, nginxConfig(prefix, address, page.Header), 0o644)); err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, program, "-p", prefix, "-e", filepath.Join(prefix, "error.log"), "-c", config)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		return nil, err
	}
	s := &server{address: address, command: command}
	for range 100 {
		if c, err := net.Dial("tcp", address); err == nil {
			return s, c.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.terminate()
	return nil, fmt.Errorf("nginx does not listen: %s", said.Bytes())
}

// nginxConfig writes a configuration. What nginx would add to a file's answer (Last-Modified, ETag,
// Accept-Ranges) is turned off: the page brings its own.
func nginxConfig(prefix, address string, header http.Header) []byte {
	var b bytes.Buffer
	if os.Geteuid() == 0 { // its workers would be nobody, who may not look into our folder
		b.WriteString("user root;\n")
	}
	fmt.Fprintf(&b, `daemon off;
worker_processes auto;
pid %[1]s/pid;
events { worker_connections 1024; }
http {
	access_log off;
	server_tokens off;
	sendfile on;
	open_file_cache max=100;
	keepalive_timeout 1h;
	keepalive_requests 1000000000;
	client_body_temp_path %[1]s/body; proxy_temp_path %[1]s/proxy; fastcgi_temp_path %[1]s/fastcgi;
	uwsgi_temp_path %[1]s/uwsgi; scgi_temp_path %[1]s/scgi;
	server {
		listen %[2]s;
		root %[1]s/root;
		gzip_static on;
		etag off;
		max_ranges 0;
		types {}
		default_type %[3]s;
		add_header Last-Modified "";
`, prefix, address, nginxText(header.Get("Content-Type")))
	for name, values := range header {
		switch textproto.CanonicalMIMEHeaderKey(name) {
		case "Content-Type", "Content-Length", "Content-Encoding", "Last-Modified": // nginx knows
			continue
		}
		for _, value := range values {
			fmt.Fprintf(&b, "\t\tadd_header %s %s;\n", name, nginxText(value))
		}
	}
	b.WriteString("\t}\n}\n")
	return b.Bytes()
}

// nginxText quotes a value; a dollar would begin a variable, and no header of ours has one.
func nginxText(value string) string { return strconv.Quote(value) }
