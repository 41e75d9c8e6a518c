package reader

import (
	"fmt"
	"time"

	"github.com/a-h/templ"

	"gogai/markup"
	"gogai/web/layout"
)

// A sample is a page in a state worth looking at.
type sample struct {
	name string
	page templ.Component
}

var (
	day   = time.Date(2026, 5, 14, 5, 5, 0, 0, time.UTC)
	tokyo = time.FixedZone("JST", 9*60*60)
)

func site(lang string) layout.Site {
	s := layout.Site{
		Name: "The Shiomi Courier", Tagline: "News of the harbour and the hills since 1921", Lang: lang, Zone: tokyo,
		Copyright: "© 2026 Shiomi Courier Press",
	}
	names := []string{"National", "Politics", "Business", "Science", "Culture", "Sports"}
	if lang == "ja" {
		s.Name, s.Tagline, s.Copyright = "汐見新報", "港と山の毎日を伝える", "© 2026 汐見新報社"
		names = []string{"社会", "政治", "経済", "科学", "文化", "スポーツ"}
	}
	for i, n := range names {
		slug := []string{"national", "politics", "business", "science", "culture", "sports"}[i]
		s.Sections = append(s.Sections, layout.Link{Text: n, Href: "/" + slug, Slug: slug})
	}
	return s
}

func page(lang string, kind layout.Kind, title string) layout.Page {
	p := layout.NewPage(site(lang), kind, title, day)
	p.Feeds = []layout.Feed{{Title: p.Site.Name, Href: "/feed.xml", Type: "application/rss+xml"}}
	return p
}

func picture(n int, eager bool) *layout.Picture {
	return &layout.Picture{
		Src: fmt.Sprintf("/media/p%d.jpg", n), Width: 1280, Height: 853, Eager: eager,
		Alt:     "A ferry at the end of a long pier, gulls above it",
		Caption: "The Shiomi Maru, left, and two fishing boats wait out the wind at the north pier on Wednesday morning.",
		Credit:  "Mika Aran, Harbour Pool via Coastwire",
	}
}

var headlines = []string{
	"Harbour council votes to keep the night ferry, by one vote and after nine hours",
	"Shiomi's last film laboratory finds a second life in wartime negatives",
	"Rice growers turn to a grain their grandparents gave up",
	"A tunnel 40 years in planning meets its first metre of rock",
	"汐見港の夜行フェリー、存続が一票差で決まる",
	"Central bank leaves rate unchanged, hints at autumn",
	"Sharks leave the bay a month early, and nobody is sure why",
	"Under-18 side wins the cup in a snowstorm",
	"Teachers' union and city agree on smaller classes from April",
	"The bridge that hums: engineers explain the note in B flat",
	"Prices of second-hand flats fall for the fifth month",
	"An orchestra of retired dockers plays its first whole symphony",
	"Wind farm off Cape Iso delivers its first power",
	"Court rejects bid to reopen the quarry on Mount Hira",
}

func stories(p *layout.Page, n, from int) []StoryLine {
	var list []StoryLine
	for i := from; i < from+n; i++ {
		h := headlines[i%len(headlines)]
		s := StoryLine{
			Href: fmt.Sprintf("/national/story-%d", i), Headline: h,
			Standfirst: "Fishermen, commuters and a school choir filled the gallery until four in the morning; the mayor's vote settled it.",
			Section:    p.Site.Sections[i%6],
			Published:  p.Clock(day.Add(-time.Duration(i*97)*time.Minute), day),
			Comments:   p.W.Comments(i * 13 % 160),
		}
		if i%14 == 4 {
			s.Lang, s.Standfirst = p.Site.Other("ja"), "傍聴席は朝四時まで埋まり、最後は市長の一票が決めた。"
		}
		if i%3 != 2 {
			s.Picture = picture(i, i == 0)
		}
		list = append(list, s)
	}
	return list
}

func frontPage(lang string) *FrontPage {
	p := &FrontPage{Page: page(lang, layout.Front, "")}
	p.Canonical = "https://courier.example/"
	all := stories(&p.Page, 30, 0)
	p.Lead, p.Second, p.Latest, p.Discussed = &all[0], all[1:4], all[4:12], all[12:17]
	for i, s := range p.Site.Sections {
		b := stories(&p.Page, 4, 5+i*4)
		p.Sections = append(p.Sections, SectionBlock{Section: s, Lead: b[0], More: b[1:]})
	}
	return p
}

const bodyHTML markup.HTML = `<p>The night ferry between Shiomi and the outer islands will keep sailing. After nine hours of debate the harbour council voted 12 to 11 on Thursday to renew its subsidy for three years, and to buy one second-hand vessel in place of the two that were promised.</p>
<p>"We have kept the lamp on," council chair Emi Torado told a gallery that was still full at four in the morning. "Who pays for the oil is a question for daylight."</p>
<p>The line carried 61,000 passengers last year, a third fewer than ten years ago. Its defenders say that the figure misses the point: <em>nobody</em> who misses the last day boat has another way home, and the islands' only clinic closes at six.</p>
<blockquote><p>A ferry is not a business that happens to float. It is a road that happens to be wet.</p></blockquote>
<p>Opponents wanted the money for the tunnel, on which work began this spring. The finance office puts the subsidy at 410 million yen a year; its own paper, <a href="https://council.example/papers/2026/114">published on Monday</a>, called the passenger forecast "hopeful".</p>
<p>The second vessel is to arrive in November.</p>`

func articlePage(lang string) *ArticlePage {
	p := &ArticlePage{Page: page(lang, layout.Story, headlines[0])}
	p.Canonical = "https://courier.example/national/night-ferry"
	p.Description = "Fishermen, commuters and a school choir filled the gallery until four in the morning."
	p.Card = layout.Card{Type: "article", Image: "https://courier.example/media/p0.jpg", ImageWidth: 1280, ImageHeight: 853, PublishedTime: "2026-05-14T14:05:00+09:00", ModifiedTime: "2026-05-14T16:20:00+09:00", Section: "National"}
	p.Page.Section, p.Page.Article = "national", "3X7K9TQ2"
	p.Section = p.Site.Sections[0]
	p.Headline = headlines[0]
	p.Standfirst = "Fishermen, commuters and a school choir filled the gallery until four in the morning; the mayor's vote settled it."
	p.Bylines = p.W.Byline([]string{"Yoko Tanabe", "Pieter Maas"})
	p.Provider = "Coastwire"
	p.Published = p.DateTime(day)
	updated := p.DateTime(day.Add(135 * time.Minute))
	p.Updated = &updated
	p.Picture = picture(0, true)
	p.Dateline = "SHIOMI"
	p.Body = bodyHTML
	p.Corrections = []Correction{{At: updated, Note: "An earlier version gave the vote as 12 to 10."}}
	p.Rights = []string{"© COASTWIRE", "©2026 Shiomi Courier Press"}
	p.Tags = []string{"ferries", "harbour council", "outer islands"}
	p.Thread = thread(&p.Page, 50)
	if lang == "ja" {
		p.Headline = headlines[4]
		p.Standfirst = "傍聴席は朝四時まで埋まり、最後は市長の一票が決めた。"
		p.Dateline = ""
		p.Body = "<p>【汐見】汐見港と沖の島々を結ぶ夜行フェリーの存続が決まった。港湾評議会は14日未明、9時間に及ぶ審議の末、補助金を3年間延長する案を12対11で可決した。約束されていた新造船2隻に代わり、中古船1隻を購入する。</p><p>「灯は消さなかった」。議長は午前4時になっても満席の傍聴席に向かってこう語った。「油代を誰が払うかは、明るくなってから考えればいい」</p>"
	}
	return p
}

var remarks = []markup.HTML{
	`<p>I rode it every Friday for eleven years. The last bus leaves at 21:10; without the ferry my mother does not get home from the clinic. It really is that simple.</p>`,
	`<blockquote><p>A ferry is not a business that happens to float.</p></blockquote><p>Lovely line, but somebody still has to pay for it. 410 million a year for 61,000 passengers is 6,700 yen a trip. Each way the fare is 1,200.</p><p>I would rather see a clinic that stays open.</p>`,
	`<p><a href="/member/pier_watcher">@pier_watcher</a> The clinic has been promised since 2009.</p>`,
	`<p>Second-hand from where? The last "bargain" spent two winters in the yard. See the audit: <a href="https://audit.example/reports/2019/shiomi-maru-refit-costs-and-delays.pdf" rel="nofollow ugc noopener">https://audit.example/reports/2019/shiomi-maru-refit-costs-and-delays.pdf</a></p>`,
	`<p>12 to 11. Remember that the next time someone tells you that voting for the council makes no difference.</p>`,
	`<p>夜の便がなくなれば、島で働く人は帰れません。数字だけでは分からないことがあります。</p>`,
	`<p>Three points:</p><ul><li>the tunnel will not open before 2041;</li><li>the islands pay the same harbour tax as everyone;</li><li>the choir was <strong>very</strong> good.</li></ul>`,
}

func thread(p *layout.Page, n int) Thread {
	w := p.W
	t := Thread{
		Count: w.Comments(n),
		Orders: []Tab{
			{Text: w.Oldest, Href: "?comments=oldest#comments", Current: true}, {Text: w.LatestFirst, Href: "?comments=latest#comments"},
			{Text: w.Popular, Href: "?comments=popular#comments"}, {Text: w.Controversial, Href: "?comments=controversial#comments"},
		},
		Views: []Tab{{Text: w.Flat, Href: "?comments=oldest#comments", Current: true}, {Text: w.Threaded, Href: "?comments=oldest&view=threaded#comments"}},
		Pager: layout.Pager{Later: "?after=50#comments", LaterText: w.LaterComments},
		Form:  composeForm(p),
	}
	for i := range n {
		t.Comments = append(t.Comments, comment(p, i+1))
	}
	t.Comments[4].Stub, t.Comments[4].Handle = w.Removed("It attacks another member."), ""
	t.Comments[5].Lang = p.Site.Other("ja")
	t.Comments[8].Handle = ""
	t.Comments[9].Stub, t.Comments[9].Handle = w.DeletedByAuthor, ""
	return t
}

// threaded is a page of one conversation: what it came from, a chain of eight, and one that nobody sees.
func threaded(p *layout.Page) Thread {
	t := thread(p, 12)
	var below []Branch
	for i := 11; i >= 3; i-- {
		below = []Branch{{Comment: t.Comments[i], Below: below, More: layout.Link{Text: p.W.MoreReplies(i), Href: "?view=threaded&after=x#c-3X7K9TQ2-1"}}}
	}
	below = append(below, Branch{Comment: Comment{Key: "3X7K9TQ2-40", Number: 40}, Absent: p.W.NotShown})
	t.Tree = &Tree{
		Up:       []layout.Link{{Text: p.W.AllComments, Href: "?view=threaded#comments"}, {Text: p.W.Above, Href: "?view=threaded&c=3X7K9TQ2-1#c-3X7K9TQ2-1"}},
		Above:    []Branch{{Comment: t.Comments[0]}, {Comment: t.Comments[1]}},
		Branches: []Branch{{Comment: t.Comments[2], Below: below}},
	}
	t.Comments = nil
	return t
}

func comment(p *layout.Page, number int) Comment {
	handles := []string{"pier_watcher", "kaori-n", "tooheysnewT", "Lighthouse88", "潮風", "m_oyama", "AVeryLongHandleOf24Chars"}
	c := Comment{
		Key: fmt.Sprintf("3X7K9TQ2-%d", number), Number: number, Handle: handles[number%len(handles)],
		Created: p.DateTime(day.Add(time.Duration(number*7) * time.Minute)),
		Body:    remarks[(number-1)%len(remarks)],
		Tally:   layout.Tally{Net: 4*number%23 - 9, Up: 4 * number % 23, Down: 9}, Open: true,
	}
	if number%3 == 0 {
		c.Parent = &Parent{Handle: handles[(number-1)%len(handles)], Number: number - 1, Href: fmt.Sprintf("#c-3X7K9TQ2-%d", number-1)}
	}
	if number%4 == 0 {
		c.Replies = number / 4
		edited := p.DateTime(day)
		c.Edited = &edited
	}
	return c
}

func composeForm(p *layout.Page) *Compose {
	return &Compose{
		ID: "compose", Action: "/c/3X7K9TQ2", Title: p.W.AddComment, Submit: p.W.Post, Guest: p.W.GuestHint,
		Text: layout.Field{Name: "body", Label: p.W.YourComment, Rows: 6, Required: true, Hint: p.W.MarkupHint},
	}
}

func commentPage(lang string) *CommentPage {
	p := &CommentPage{Page: page(lang, layout.Sheet, "Comment #7")}
	w := p.W
	parent := comment(&p.Page, 6)
	p.Story = layout.Link{Text: headlines[0], Href: "/national/night-ferry"}
	p.Context, p.Parent, p.Comment = "/national/night-ferry?c=3X7K9TQ2-7#c-3X7K9TQ2-7", &parent, comment(&p.Page, 7)
	p.Comment.Vote = 1
	p.Replies = []Comment{comment(&p.Page, 9), comment(&p.Page, 12)}
	p.Open, p.Delete = ReplyPanel, true
	p.Reply, p.Edit = composeForm(&p.Page), composeForm(&p.Page)
	p.Reply.Guest, p.Edit.Guest = "", ""
	p.Reply.Title = w.ReplyToMember("@pier_watcher")
	p.Reply.Text.Value, p.Reply.Text.Mistake = "> 410 million a year\n\n", "Write at least one character."
	p.Edit.ID, p.Edit.Title, p.Edit.Text.ID, p.Edit.Submit = "edit-form", w.EditComment, "edit-body", w.Save
	p.Flag = &FlagForm{Note: layout.Field{Name: "note", Label: w.FlagNote, Rows: 3}}
	for key, text := range w.FlagReasons {
		p.Flag.Reasons = append(p.Flag.Reasons, Choice{Value: key, Text: text})
	}
	reason := layout.Field{Name: "reason", Label: w.Reason, Hint: w.ReasonHint, Required: true}
	p.Moderate = &ModerateForm{
		Flags: []string{"It advertises (m_oyama)"}, Author: "pier_watcher", BanAction: "/queue/members/pier_watcher/ban",
		Case: "/queue/comments/3X7K9TQ2-7", Thread: "/queue/threads/3X7K9TQ2",
		Decisions: []DecisionForm{{"remove", w.Remove, identified(reason, "d", w.ReasonHint), true}, {"dismiss", w.Dismiss, layout.Field{}, false}},
		BanUntil:  layout.Field{Name: "until", Type: "date", Label: w.BanUntil, Required: true},
		BanReason: identified(reason, "b", w.ReasonHint), Reason: identified(reason, "t", w.ReasonHint), Modes: []ModeButton{{"closed", w.CloseThread}},
	}
	return p
}

func memberPage(lang string) *MemberPage {
	p := &MemberPage{Page: page(lang, layout.List, "pier_watcher"), Handle: "pier_watcher", Role: "Moderator", Older: "?after=x"}
	p.Since, p.Count = p.W.Moment(day, p.W.LongDay), p.W.Comments(128)
	for i := range 5 {
		p.Comments = append(p.Comments, Posted{
			Comment: comment(&p.Page, i+1), Story: layout.Link{Text: headlines[i], Href: "/national/x"}, Context: "/national/x?c=1#c-1",
		})
	}
	return p
}

func accountPage(lang string) *AccountPage {
	p := &AccountPage{Page: page(lang, layout.Sheet, "Account"), Handle: "kaori-n", Notice: "Your handle has been changed."}
	w := p.W
	p.Rooms = []layout.Link{{Text: w.Queue, Href: "/queue"}}
	p.Forms = []AccountForm{
		{Title: w.ChangeHandle, Action: "/account/handle", Submit: w.Change, Fields: []layout.Field{{Name: "handle", Label: w.Handle, Value: "kaori-n", Hint: w.HandleHint}}},
		{Title: w.ChangeEmail, Action: "/account/email", Submit: w.Change, Fields: []layout.Field{
			{Name: "email", Label: w.Email, Type: "email", Value: "kaori@", Mistake: "An address has something after the @."},
			{Name: "password", ID: "email-password", Label: w.CurrentPassword, Type: "password"}}},
		{Title: w.ChangePassword, Action: "/account/password", Submit: w.Change, Fields: []layout.Field{
			{Name: "password", ID: "old", Label: w.CurrentPassword, Type: "password"}, {Name: "new", Label: w.NewPassword, Type: "password", Hint: w.PasswordHint}}},
	}
	p.Sessions = []Session{
		{Key: "a", Browser: "Firefox, Linux", Begun: p.DateTime(day), Seen: p.DateTime(day), This: true},
		{Key: "b", Browser: "Safari, iPhone", Begun: p.DateTime(day), Seen: p.DateTime(day)},
	}
	return p
}

func errorPage(lang string, status int) *layout.ErrorPage {
	p := &layout.ErrorPage{Page: page(lang, layout.Sheet, ""), Status: status}
	words := p.W.Errors[status]
	p.Title, p.Text, p.Advice = words.Title, words.Text, words.Advice
	p.Links = []layout.Link{{Text: p.W.FrontPage, Href: "/"}, {Text: p.W.LatestComments, Href: "/comments"}}
	return p
}

// samples is every page, in English and where its setting differs in Japanese too.
func samples() []sample {
	expired := articlePage("en")
	expired.Expired, expired.Body, expired.Dateline = true, "", ""
	expired.Picture.Src, expired.Picture.Sources = "", nil
	expired.Thread.Form, expired.Thread.Notice = nil, expired.W.Closed
	for i := range expired.Thread.Comments {
		expired.Thread.Comments[i].Open = false
	}
	tree := articlePage("ja")
	tree.Thread = threaded(&tree.Page)
	section := &SectionPage{Page: page("en", layout.List, "Science"), Name: "Science", Older: "?after=x"}
	section.Page.Section = "science"
	section.Stories = stories(&section.Page, 12, 0)
	login := &FormPage{Page: page("en", layout.Sheet, "Log in"), Action: "/login", Problem: "Handle and password don't match. Check both and try again."}
	login.Fields = []layout.Field{
		{Name: "handle", Label: login.W.HandleOrEmail, Value: "kaori-n", Autocomplete: "username", Required: true},
		{Name: "password", Label: login.W.Password, Type: "password", Autocomplete: "current-password", Required: true}}
	login.Submit, login.ElseAsk, login.Else = login.W.LogIn, login.W.NoAccount, layout.Link{Text: login.W.Register, Href: "/register"}
	latest := &CommentsPage{Page: page("en", layout.List, "Latest comments"), Comments: memberPage("en").Comments}
	compose := &ComposePage{Page: page("en", layout.Sheet, "Reply"), Story: layout.Link{Text: headlines[0], Href: "/x"}, Form: *composeForm(&section.Page)}
	about := &TextPage{Page: page("en", layout.Sheet, "About"), Body: bodyHTML}

	return []sample{
		{"front", Front(frontPage("en"))},
		{"front-ja", Front(frontPage("ja"))},
		{"front-empty", Front(&FrontPage{Page: page("en", layout.Front, "")})},
		{"section", Section(section)},
		{"article", Article(articlePage("en"))},
		{"article-ja", Article(articlePage("ja"))},
		{"article-expired", Article(expired)},
		{"article-threaded-ja", Article(tree)},
		{"comment", CommentAlone(commentPage("en"))},
		{"compose", ComposeAlone(compose)},
		{"member", Member(memberPage("en"))},
		{"comments", Comments(latest)},
		{"login", Form(login)},
		{"account", Account(accountPage("en"))},
		{"about", Text(about)},
		{"error-404", layout.Error(errorPage("en", 404))},
		{"error-429-ja", layout.Error(errorPage("ja", 429))},
	}
}
