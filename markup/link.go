package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

const maxURL = 2000 // bytes; longer ones are shown but not linked

// A target is where a link leads, in its one normal form.
type target struct {
	href      string // of harmless ASCII only
	domain    string // the registrable domain, or the whole host where there is none; empty within the site
	disguised bool   // the address as typed held a name and password, which readers take for the host
}

// hosts follows what browsers do with a host name, short of forbidding underscores.
var hosts = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false), idna.StrictDomainName(false))

// parseTarget reads the address of a link to elsewhere: http, https or mailto, with a host.
// Everything else isn't ok. It parses by hand and strictly, because browsers repair addresses
// (tabs, back-slashes, missing slashes) in ways that net/url doesn't.
func parseTarget(address string) (target, bool) {
	if len(address) > maxURL {
		return target{}, false
	}
	if len(address) > len("mailto:") && strings.EqualFold(address[:len("mailto:")], "mailto:") {
		return parseMail(address[len("mailto:"):])
	}
	scheme, rest, found := strings.Cut(address, "://")
	scheme = strings.ToLower(scheme)
	if !found || scheme != "http" && scheme != "https" {
		return target{}, false
	}
	authority := rest
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		authority, rest = rest[:end], rest[end:]
	} else {
		rest = ""
	}
	at := strings.LastIndexByte(authority, '@')
	host, port, _ := strings.Cut(authority[at+1:], ":")
	host, ok := parseHost(host)
	if !ok {
		return target{}, false
	}
	t := target{href: scheme + "://" + host, domain: registrable(host), disguised: at >= 0}
	if port != "" {
		if len(port) > 5 || strings.Trim(port, "0123456789") != "" {
			return target{}, false
		}
		t.href += ":" + port
	}
	t.href += encode(rest)
	return t, true
}

// parseWithin reads the path of a page of this site.
func parseWithin(path string) (target, bool) {
	if len(path) > maxURL || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, `\`) {
		return target{}, false
	}
	return target{href: encode(path)}, true
}

// parseMail reads the address of a mailto link. Header fields after a question mark (cc, body)
// are dropped: they would make readers send what they didn't write.
func parseMail(address string) (target, bool) {
	address, _, _ = strings.Cut(address, "?")
	local, host, found := strings.Cut(address, "@")
	host, ok := parseHost(host)
	if !found || !ok || local == "" || strings.IndexFunc(local, func(r rune) bool { return !alphanumeric(r) && !strings.ContainsRune("._+-", r) }) >= 0 {
		return target{}, false
	}
	return target{href: "mailto:" + local + "@" + host, domain: registrable(host)}, true
}

// parseHost returns the host in lower-case ASCII (punycode), so that a look-alike letter shows.
func parseHost(host string) (string, bool) {
	host, err := hosts.ToASCII(host)
	host = strings.TrimSuffix(host, ".")
	if err != nil || host == "" || len(host) > 253 || host[0] == '.' || strings.Contains(host, "..") {
		return "", false
	}
	if strings.IndexFunc(host, func(r rune) bool { return !alphanumeric(r) && !strings.ContainsRune("-._", r) }) >= 0 {
		return "", false
	}
	return host, true
}

// registrable returns the part of a host that somebody registered: example.co.uk.
func registrable(host string) string {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if strings.Trim(last, "0123456789") == "" { // an IPv4 address, in any of its spellings
		return host
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}

// encode percent-encodes what may not stand in the path, query or fragment of an address.
func encode(rest string) string {
	const hex = "0123456789ABCDEF"
	var out strings.Builder
	for i := range len(rest) {
		c := rest[i]
		switch {
		case c == '%' && (i+2 >= len(rest) || !isHex(rest[i+1]) || !isHex(rest[i+2])):
			out.WriteString("%25")
		case inURL(c):
			out.WriteByte(c)
		default:
			out.WriteByte('%')
			out.WriteByte(hex[c>>4])
			out.WriteByte(hex[c&15])
		}
	}
	return out.String()
}

// names tells whether a link's text already tells readers where it leads: the first thing in
// it that looks like a host is the domain or below it. ("apple.com@evil.example" and
// "evil.example.apple.com" both name apple.com.)
func (t target) names(text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return r != '-' && r != '.' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		word = strings.ToLower(strings.Trim(word, "."))
		if strings.Contains(word, ".") {
			return !t.disguised && (word == t.domain || strings.HasSuffix(word, "."+t.domain))
		}
	}
	return false
}

// findURL looks for a bare address around the colon of its "://" at text[colon] and returns
// its bounds. Addresses end at the first character outside ASCII, because Japanese text goes on
// after one without a space, and before punctuation that ends a sentence or closes a bracket
// that was open before.
func findURL(text string, colon int) (start, end int, ok bool) {
	if !strings.HasPrefix(text[colon:], "://") {
		return 0, 0, false
	}
	start = colon - schemeBefore(text[:colon])
	if start == colon || start > 0 && alphanumeric(rune(text[start-1])) {
		return 0, 0, false
	}
	round, square := 0, 0
	end = colon + len("://")
scan:
	for ; end < len(text) && inURL(text[end]); end++ {
		switch text[end] {
		case '(':
			round++
		case '[':
			square++
		case ')':
			if round--; round < 0 {
				break scan
			}
		case ']':
			if square--; square < 0 {
				break scan
			}
		}
		if end-start > maxURL {
			return 0, 0, false
		}
	}
	end = start + len(strings.TrimRight(text[start:end], "?!.,:;*_~'"))
	return start, end, end > colon+len("://")
}

// schemeBefore returns the length of the scheme that ends the text: 5, 4 or 0.
func schemeBefore(text string) int {
	for _, scheme := range [...]string{"https", "http"} {
		if n := len(scheme); len(text) >= n && strings.EqualFold(text[len(text)-n:], scheme) {
			return n
		}
	}
	return 0
}

// parseBare is parseTarget for an address that stands in text: its host needs a dot.
func parseBare(address string) (target, bool) {
	t, ok := parseTarget(address)
	return t, ok && strings.Contains(t.domain, ".")
}

// inURL tells whether a byte may stand in an address (RFC 3986 §2).
func inURL(c byte) bool {
	return c < utf8.RuneSelf && (alphanumeric(rune(c)) || strings.IndexByte("-._~:/?#[]@!$&'()*+,;=%", c) >= 0)
}

func alphanumeric(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}
