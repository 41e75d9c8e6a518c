package reader_test

import (
	"net/http"
	"testing"
	"time"

	"gogai/discussion"
	"gogai/event"
	"gogai/member"
	"gogai/moderation"
	"gogai/publication"
	"gogai/web"
	"gogai/web/webtest"
)

// The pages of a Japanese publication refuse in Japanese, beside the field or at the top, whatever
// layer of the program the refusal comes from.
func TestRefusalsInJapanese(t *testing.T) {
	site := open(t)
	_, err := site.Publications.UpdatePublication(t.Context(), func(p *publication.Publication) (event.Event, error) {
		p.Language, p.Zone = "ja", "Asia/Tokyo"
		return event.Event{Kind: event.SettingsChanged, At: site.Now()}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	story, closed := site.Story("記事"), site.Story("締め切った記事")
	own := site.Comment(story, site.Reader, "自分のコメント", 0).Path()
	_, err = site.Discussions.UpdateThread(t.Context(), closed.ID, func(thread *discussion.Thread) (event.Event, error) {
		return thread.Choose(discussion.Closed, site.Moderator.ID, closed.Headline, "終了", site.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	banned := site.Member("Bernd", member.Reader)
	_, err = site.Members.UpdateMember(t.Context(), banned.ID, func(m *member.Member) ([]event.Event, error) {
		until := time.Date(2026, 3, 8, 15, 0, 0, 0, time.UTC)
		e, err := moderation.Ban(site.Moderator, m, until, "宣伝", site.Now())
		return []event.Event{e}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	guest, rita, bernd := site.Client(), site.As(site.Reader), site.As(banned)
	for _, c := range []struct {
		name   string
		answer *webtest.Answer
		status int
		at     string // selector of what is said
		want   string
	}{
		{"a handle that is too short", guest.PostForm("/register", "handle", "no", "email", "n@mail.example", "password", webtest.Password),
			http.StatusUnprocessableEntity, "#handle-mistake", "ハンドルは3文字以上にしてください。"},
		{"a handle that is taken", guest.PostForm("/register", "handle", "rita", "email", "n@mail.example", "password", webtest.Password),
			http.StatusUnprocessableEntity, "#handle-mistake", "このハンドル、またはよく似たハンドルがすでに使われています。別のハンドルにしてください。"},
		{"a wrong password", guest.PostForm("/login", "login", "rita", "password", "wrong"),
			http.StatusUnprocessableEntity, "main .problem", "ハンドルとパスワードが一致しません。確かめて、もう一度お試しください。"},
		{"a new password that is too short", rita.PostForm("/account/password", "password", webtest.Password, "new_password", "short"),
			http.StatusUnprocessableEntity, "#new_password-mistake", "パスワードは8文字以上にしてください。"},
		{"a closed thread", rita.PostForm("/c/"+closed.ID.String()+"/new", "body", "遅れて"),
			http.StatusConflict, "main .problem", "この記事へのコメントは締め切りました。"},
		{"an empty comment", rita.PostForm("/c/"+story.ID.String()+"/new", "body", " "),
			http.StatusUnprocessableEntity, "#body-mistake", "コメントを入力してください。"},
		{"a comment with a control character", rita.PostForm("/c/"+story.ID.String()+"/new", "body", "一\n二\a"),
			http.StatusUnprocessableEntity, "#body-mistake", "2行目に制御文字 U+0007 があります。取り除いて、もう一度お送りください。"},
		{"a vote on one's own comment", rita.PostForm(own+"/vote", "value", "1"),
			http.StatusForbidden, ".error-page .standfirst", "自分のコメントには投票できません。"},
		{"a report without a reason", site.As(site.Editor).PostForm(own+"/flag", "reason", ""),
			http.StatusUnprocessableEntity, "main .mistake", "コメントのどこに問題があるかを選んでください。"},
		{"one who is banned", bernd.PostForm("/c/"+story.ID.String()+"/new", "body", "また来た"),
			http.StatusForbidden, "main .problem", "2026年3月9日 00:00(JST)まで、書き込みと投票はご利用いただけません。理由:宣伝"},
		{"no such comment", guest.Get(own + "99"),
			http.StatusNotFound, ".error-page .standfirst", "お探しのコメントはありません。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.answer.Want(c.status).Doc().Text(c.at); got != c.want {
				t.Errorf("%s says %q, want %q", c.at, got, c.want)
			}
		})
	}

	site.Limits = web.NewLimits(map[web.Act]web.Allowance{web.Post: {Many: 1, In: time.Hour}})
	rita.PostForm("/c/"+story.ID.String()+"/new", "body", "一")
	got := rita.PostForm("/c/"+story.ID.String()+"/new", "body", "二").Want(http.StatusTooManyRequests).Doc().Text("main .problem")
	if want := "短い時間に多くの投稿がありました。数分待ってから、もう一度お試しください。"; got != want {
		t.Errorf("one too many is told %q, want %q", got, want)
	}
}
