package reader

import "gogai/web"

// reader serves the pages; web.Site is what it works with.
type reader struct{ *web.Site }

// Routes adds the pages: those under the site's own words to fixed, the publication's sections and
// stories to sections.
func Routes(s *web.Site, fixed, sections *web.Routes) {
	rd := &reader{s}
	rd.keepInformed()

	// The paper.
	sections.Edition("/{$}", rd.front)
	sections.Edition("/{section}", rd.section, "after")
	sections.Edition("/{section}/{slug}", rd.article, "comments", "view", "after", "before", "c")
	sections.Edition("/{section}/{slug}/thread", rd.fragment, "comments", "view", "after", "before", "c")
	sections.Edition("/{section}/feed.xml", rd.sectionFeed)
	fixed.Edition("/feed.xml", rd.feed)
	fixed.Edition("/about", rd.about)
	fixed.Edition("/policy", rd.policy)

	// What happens while somebody reads.
	fixed.Page("GET /live", rd.liveFront)
	sections.Page("GET /{section}/{slug}/live", rd.liveThread)

	// The discussion. {key} is a story's where a comment is written, and a comment's elsewhere.
	fixed.Edition("/comments", rd.comments, "after")
	fixed.Edition("/member/{handle}", rd.member, "after")
	fixed.Page("GET /c/{key}", rd.comment)
	fixed.Page("GET /c/{key}/new", rd.compose)
	fixed.Page("POST /c/{key}/new", rd.post)
	fixed.Page("POST /c/{key}/vote", rd.vote)
	fixed.Page("POST /c/{key}/edit", rd.edit)
	fixed.Page("POST /c/{key}/delete", rd.delete)
	fixed.Page("POST /c/{key}/flag", rd.flag)

	// Accounts.
	fixed.Page("GET /register", rd.registerForm)
	fixed.Page("POST /register", rd.register)
	fixed.Page("GET /login", rd.logInForm)
	fixed.Page("POST /login", rd.logIn)
	fixed.Page("POST /logout", rd.logOut)
	fixed.Page("GET /account", rd.account)
	fixed.Page("POST /account/handle", rd.changeHandle)
	fixed.Page("POST /account/email", rd.changeEmail)
	fixed.Page("POST /account/password", rd.changePassword)
	fixed.Page("POST /account/sessions", rd.endSession)
}
