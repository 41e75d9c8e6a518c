package reader

import "testing"

func TestLanguageOf(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"Japanese", "数字だけでは分からないことがあります。", "ja"},
		{"Japanese with a link", "海に落ちたボール。https://example.jp", "ja"},
		{"English that mentions a Japanese handle", "@トビウオ It was the Eiho Maru 8, he says.", ""},
		{"English", "Nobody knows.", ""},
		{"Chinese, or anything in Han alone", "號外", ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := languageOf(tt.text); got != tt.want {
				t.Errorf("languageOf(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
