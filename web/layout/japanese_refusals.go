package layout

import (
	"fmt"
	"slices"
	"time"

	"gogai/fault"
)

// japaneseRefusals is what the program says when it refuses something, by the English of it, which
// names a sentence wherever it is made (fault.Message). What only the newsroom sees is not here.
var japaneseRefusals = map[string]string{
	"Something went wrong.": "問題が起きました。",

	// Handles, addresses, passwords, logging in.
	"A handle has at least %d characters.":                                                          "ハンドルは%d文字以上にしてください。",
	"A handle has at most %d characters.":                                                           "ハンドルは%d文字以内にしてください。",
	"A handle has at most %d characters; this one has %d.":                                          "ハンドルは%d文字以内にしてください(現在%d文字)。",
	"A handle is made of letters, digits, - and _; %q is none of these.":                            "ハンドルに使えるのは文字、数字、-、_ です。%q は使えません。",
	"The letters of a handle all belong to one script: Latin and Cyrillic, for example, don't mix.": "ハンドルに、ラテン文字とキリル文字のような異なる文字体系を混ぜることはできません。",
	"A handle needs a letter.":                                                                      "数字や記号だけのハンドルは使えません。文字を入れてください。",
	"This handle is kept for the publication. Choose another.":                                      "このハンドルは編集部が使うため登録できません。別のハンドルにしてください。",
	"This handle, or one that looks like it, belongs to somebody. Choose another.":                  "このハンドル、またはよく似たハンドルがすでに使われています。別のハンドルにしてください。",
	"A handle can be changed once in %d days; yours can again from %s on.":                          "ハンドルを変更できるのは%d日に1回です。次は%sから変更できます。",

	"Give your e-mail address.":                                   "メールアドレスを入力してください。",
	"An e-mail address has at most %d characters.":                "メールアドレスは%d文字以内で入力してください。",
	"This is no e-mail address; one looks like name@example.org.": "メールアドレスは name@example.org のような形で入力してください。",
	"This e-mail address has an account already. Log in instead.": "このメールアドレスは登録済みです。ログインしてください。",

	"A password has at least %d characters.":                             "パスワードは%d文字以上にしてください。",
	"A password has at most %d characters.":                              "パスワードは%d文字以内にしてください。",
	"A password can't be your handle or e-mail address.":                 "ハンドルやメールアドレスと同じパスワードは使えません。",
	"This is one of the passwords that are tried first. Choose another.": "推測されやすいパスワードです。別のパスワードにしてください。",
	"This password holds bytes that are no characters.":                  "パスワードに、文字として読み取れないものが含まれています。",
	"This is not your current password.":                                 "現在のパスワードと一致しません。",

	"Log in first.": "先にログインしてください。",
	"Handle and password don't match. Check both and try again.":      "ハンドルとパスワードが一致しません。確かめて、もう一度お試しください。",
	"Too many people are logging in just now. Try again in a minute.": "ただいまログインが混み合っています。1分ほど待ってから、もう一度お試しください。",

	// Too often; the phrase in the middle is one of japaneseDelay's.
	"Too many attempts to log in came from your address. Try again %s.":    "お使いの接続元から、ログインが何度も試みられました。%sから、もう一度お試しください。",
	"There were too many attempts to log in with this name. Try again %s.": "この名前でのログインが何度も試みられました。%sから、もう一度お試しください。",
	"Too many accounts were registered from your address. Try again %s.":   "お使いの接続元からの会員登録が続いています。%sから、もう一度お試しください。",
	"You are writing faster than people read. Try again %s.":               "短い時間に多くの投稿がありました。%sから、もう一度お試しください。",
	"You are voting faster than people read. Try again %s.":                "短い時間に多くの投票がありました。%sから、もう一度お試しください。",
	"You have reported a lot today. Try again %s.":                         "きょうはすでに多くの通報をいただきました。%sから、もう一度お試しください。",
	"You have sent a lot of pictures. Try again %s.":                       "短い時間に多くの画像が送られました。%sから、もう一度お試しください。",
	"Too many requests. Try again %s.":                                     "短い時間に多くのアクセスがありました。%sから、もう一度お試しください。",

	// Comments.
	"Write something first.":                                                                  "コメントを入力してください。",
	"A comment has at most %d characters; this one has %d.":                                   "コメントは%d文字以内で入力してください(現在%d文字)。",
	"A comment has at most %d characters, and %d KB.":                                         "コメントは%d文字、%d KBまでです。",
	"The comment is too long: %d kilobytes at most.":                                          "コメントが長すぎます。%d KBまでです。",
	"Quotes and lists can be at most %d deep. Take out the innermost.":                        "引用や箇条書きを重ねられるのは%d段までです。いちばん内側を取り除いてください。",
	"Line %d holds bytes that are not UTF-8 text. Save it as UTF-8 and send it again.":        "%d行目に、UTF-8の文字として読み取れないものがあります。UTF-8で保存して、もう一度お送りください。",
	"Line %d holds the control character U+%04X. Take it out and send it again.":              "%d行目に制御文字 U+%04X があります。取り除いて、もう一度お送りください。",
	"Line %d holds U+%04X, which is no character. Take it out and send it again.":             "%d行目に、文字ではない U+%04X があります。取り除いて、もう一度お送りください。",
	"The comment that you answer doesn't exist.":                                              "返信先のコメントがありません。",
	"The comment that you answer was deleted.":                                                "返信先のコメントは削除されました。",
	"The discussion of this story is closed.":                                                 "この記事へのコメントは締め切りました。",
	"You can't write here until %s: %s":                                                       "%sまで、書き込みと投票はご利用いただけません。理由:%s",
	"A comment can be edited for %d minutes.":                                                 "コメントを編集できるのは、投稿から%d分以内です。",
	"There is no such comment.":                                                               "お探しのコメントはありません。",
	"There is no comment with the key %q.":                                                    "%q というコメントはありません。",
	"This comment stands under another story.":                                                "これは別の記事へのコメントです。",
	"This comment was deleted.":                                                               "このコメントは削除されました。",
	"A moderator has removed this comment.":                                                   "このコメントは管理者が削除しました。",
	"Only its author may do this.":                                                            "これができるのは投稿者だけです。",
	"A vote is 1, -1 or 0.":                                                                   "投票は 1、-1、0 のいずれかです。",
	"You can't vote on your own comment.":                                                     "自分のコメントには投票できません。",
	"This comment can't be voted on any more.":                                                "このコメントへの投票は終わりました。",
	"This key was used for another request.":                                                  "このキーは別のリクエストに使われています。",
	"What this request made is no longer there.":                                              "このリクエストで作られたものは、すでにありません。",
	"%q is no order; the orders are oldest, latest, popular and controversial.":               "%q という並び順はありません。並び順は oldest、latest、popular、controversial です。",
	"%q is no view; the views are flat and threaded.":                                         "%q という表示方法はありません。表示方法は flat、threaded です。",
	"The place in the list (after or before) can't be read; start again from the first page.": "一覧の続きの位置(after、before)を読み取れません。最初のページからご覧ください。",
	"This has to be the key, or the number, of a comment in the same discussion.":             "同じ記事へのコメントのキーか番号を指定してください。",

	// Reporting and moderating them.
	"Choose what is wrong with the comment.":               "コメントのどこに問題があるかを選んでください。",
	"Say in a few words what is wrong.":                    "どのような問題かを、短く書いてください。",
	"At most %d characters; these are %d.":                 "%d文字以内で入力してください（現在%d文字です）。",
	"You can't flag your own comment; you can delete it.":  "自分のコメントは通報できませんが、削除できます。",
	"This comment is no longer there to be flagged.":       "このコメントはすでに掲載されていないため、通報できません。",
	"This is for moderators.":                              "管理者のみご利用いただけます。",
	"The author of this comment stands above you.":         "このコメントの投稿者は、あなたより上の役割を持っています。",
	"%q is no decision.":                                   "%q という判断はありません。",
	"Give the reason: readers and the author will see it.": "理由を入力してください。読者と投稿者に表示されます。",

	// Stories and other pages.
	"There is no such story.":           "お探しの記事はありません。",
	"This story was withdrawn.":         "この記事は取り下げました。",
	"There is no such picture.":         "お探しの画像はありません。",
	"There is nothing with the key %q.": "%q に当たるものはありません。",
	"There is no such member.":          "お探しの会員は見つかりません。",
	"This is for editors.":              "編集者のみご利用いただけます。",
	"This is for the publisher.":        "発行人のみご利用いただけます。",

	// Forms and requests as such.
	"A form has at most %d fields.":                                                 "フォームの項目は%d個までです。",
	"Send the form as application/x-www-form-urlencoded.":                           "フォームは application/x-www-form-urlencoded として送ってください。",
	"The texts of this form are too long altogether.":                               "入力された文章が、合わせて長すぎます。",
	"That is too much at once: at most %d KB are accepted here.":                    "一度に送れるのは%d KBまでです。",
	"What was sent can't be read. Go back and try again.":                           "送られた内容を読み取れませんでした。前のページに戻り、もう一度お試しください。",
	"This form was sent from another site. Open the page here and send it again.":   "このフォームはほかのサイトから送られました。当サイトのページを開いて、もう一度お送りください。",
	"Log in first, or send a token: Authorization: Bearer …":                        "先にログインするか、トークンを送ってください(Authorization: Bearer …)。",
	"Only bearer tokens are known here: Authorization: Bearer …":                    "使えるのは Bearer のトークンだけです(Authorization: Bearer …)。",
	"This token is not valid (any more).":                                           "このトークンは無効です。",
	"The parameters of the address can't be read.":                                  "アドレスのパラメーターを読み取れません。",
	"The parameter %s stands in the address more than once.":                        "パラメーター %s がアドレスに2つ以上あります。",
	"The parameter limit is a number from 1 to %d.":                                 "パラメーター limit には1から%dまでの数を指定してください。",
	"An Idempotency-Key is one of 1 to %d ASCII characters, and stands there once.": "Idempotency-Key には1〜%d文字のASCII文字列を1つだけ指定してください。",

	// Nothing that the reader did.
	"The database can't be read.":                                        "データベースを読み取れません。",
	"The publication is busy just now. Please try again in a moment.":    "ただいま混み合っています。しばらくしてから、もう一度お試しください。",
	"There is too much going on just now. Please try again in a moment.": "ただいま混み合っています。しばらくしてから、もう一度お試しください。",
	"The site is being restarted. Please try again in a moment.":         "サイトを再起動しています。しばらくしてから、もう一度お試しください。",
	"Nothing can be saved just now. Please try again later.":             "ただいま保存ができません。時間をおいて、もう一度お試しください。",
	"There is a member with this key already.":                           "このキーの会員はすでにいます。",
}

// japaneseSentence says a fault in Japanese; one that has no Japanese, as it stands.
func japaneseSentence(f *fault.Fault, zone *time.Location) string {
	said, ok := japaneseRefusals[f.Message()]
	switch {
	case !ok:
		return f.Sentence
	case f.Format == "":
		return said
	}
	args := slices.Clone(f.Args)
	for i, arg := range args {
		switch arg := arg.(type) {
		case fault.Instant:
			args[i] = time.Time(arg).In(zone).Format("2006年1月2日 15:04(MST)")
		case fault.Delay:
			args[i] = japaneseDelay(time.Duration(arg))
		}
	}
	return fmt.Sprintf(said, args...)
}

func japaneseDelay(wait time.Duration) string {
	switch {
	case wait > time.Hour:
		return "数時間待って"
	case wait > time.Minute:
		return "数分待って"
	}
	return "1分ほど待って"
}
