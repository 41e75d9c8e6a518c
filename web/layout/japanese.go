package layout

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

var japanese = Words{
	Lang:       "ja",
	TitleBreak: "|",

	Skip: "本文へ", Sections: "面", Foot: "この媒体について",
	Account: "アカウント", LogIn: "ログイン", LogOut: "ログアウト", Register: "会員登録",
	About: "この媒体について", Policy: "コメントのきまり", LatestComments: "新着コメント",
	FeedLink: "RSSフィード", Pages: "ページ",

	Latest: "新着", MostDiscussed: "よく話されている記事",
	NoStories: "まだ記事がありません。", OlderStories: "以前の記事",
	Updated: "更新", Correction: "訂正", Tags: "タグ",
	Preview: "下見用の表示です。コメントは公開後に始まります。",
	Expired: "この記事は掲載期限が過ぎたため、ご覧いただけません。",
	Byline:  func(names []string) string { return strings.Join(names, "、") },
	Comments: func(n int) string {
		if n == 0 {
			return "コメントなし"
		}
		return fmt.Sprintf("コメント%s件", grouped(n))
	},

	Order: "コメントの並び順", Oldest: "古い順", LatestFirst: "新しい順",
	Popular: "支持の多い順", Controversial: "賛否の分かれる順",
	EarlierComments: "前のコメント", LaterComments: "続きのコメント",
	OlderComments: "以前のコメント", NoComments: "まだコメントがありません。",
	Reply: "返信", Quote: "引用", Edit: "編集", Delete: "削除", Flag: "通報",
	Moderate: "管理", Edited: "編集済み", Imported: "移入",
	SeeInContext: "前後を読む", PostedIn: "投稿先:",
	Removed: func(reason string) string {
		if reason == "" {
			return "管理者が削除しました。"
		}
		return "管理者が削除しました。理由:" + reason
	},
	DeletedByAuthor: "投稿者が削除しました。",
	Closed:          "この記事へのコメントは締め切りました。",
	PreModerated:    "この記事へのコメントは、管理者が確認してから掲載します。",
	Pending:         "このコメントは管理者が確認するまで、あなたにだけ表示されます。",
	PendingOthers:   "このコメントは管理者の確認待ちです。投稿者と管理者にだけ表示されます。",
	InReplyTo:       Around{After: "への返信"},
	Replies:         func(n int) string { return fmt.Sprintf("返信%s件", grouped(n)) },
	VoteUp:          func(number int) string { return fmt.Sprintf("%d番のコメントを支持する", number) },
	VoteDown:        func(number int) string { return fmt.Sprintf("%d番のコメントを支持しない", number) },
	TallySpoken:     "評価{net}:支持{up}、不支持{down}", Minus: "マイナス",
	CommentTitle: func(number int) string { return fmt.Sprintf("コメント #%d", number) },
	Live:         "自動更新", NewComment: "新しいコメント1件", NewComments: "新しいコメント{n}件",
	StoryUpdated: "記事が更新されました。", ShowUpdate: "表示する",

	View: "表示方法", Flat: "一覧", Threaded: "会話ごと", AllComments: "すべてのコメント", Above: "これより前のやりとり",
	NotShown: "このコメントは現在ご覧いただけません。", EarlierReplies: "前の返信", LaterReplies: "続きの返信",
	MoreReplies: func(n int) string { return fmt.Sprintf("ほか%s件の返信を見る", grouped(n)) },

	AddComment: "コメントを書く", YourComment: "コメント", Post: "投稿する",
	Save: "保存する", Cancel: "やめる",
	MarkupHint:    "行頭の > は引用、*強調*、**太字**、`コード`、- は箇条書き。URLはリンクになります。",
	GuestHint:     "投稿にはログインが必要です。書いた文章は残ります。",
	Offline:       "送信できませんでした。文章はここに残っています。もう一度お試しください。",
	ReplyToMember: func(handle string) string { return handle + " への返信" },

	EditComment:     "コメントを編集",
	DeleteExplained: "コメントはすぐに消え、元には戻せません。返信がある場合は、削除されたことだけが残ります。",
	DeleteForGood:   "このコメントを削除する",
	FlagReason:      "どこに問題がありますか", FlagNote: "管理者に伝えたいこと",
	FlagSend: "管理者に通報する",
	FlagDone: "ありがとうございます。管理者が確認します。", Flags: "通報",
	FlagReasons: map[string]string{
		"abuse":     "人を攻撃または脅迫している",
		"spam":      "宣伝である",
		"off-topic": "記事と関係がない",
		"illegal":   "法律に反する",
		"other":     "そのほか",
	},
	Remove: "このコメントを削除する", Restore: "このコメントを元に戻す",
	Approve: "このコメントを載せる", Dismiss: "そのままにして通報を閉じる",
	Moderated: "実行し、記録しました。", History: "確認の記録", Reason: "理由", ReasonHint: "読者と投稿者に表示されます。", BanHint: "本人に表示されます。", LogHint: "記録に残り、管理者に表示されます。",
	BanUntil: "利用停止の期限", OpenThread: "コメントを受け付ける",
	ReadFirst: "確認してから載せる", CloseThread: "コメントを締め切る",
	Ban: func(handle string) string { return handle + " の利用を停止する" },

	MemberSince: "登録", YourComments: "自分のコメント",
	SessionsTitle: "ログイン中の端末", ThisSession: "この端末",
	SessionBegun: "開始", SessionSeen: "最終利用", EndSession: "ログアウトさせる",
	Handle: "ハンドル", Email: "メールアドレス", Password: "パスワード",
	NewPassword: "新しいパスワード", CurrentPassword: "現在のパスワード",
	HandleHint:     "3〜24文字の文字、数字、-、_。全員に表示されます。",
	EmailHint:      "公開されません。",
	PasswordHint:   "8文字以上。いくつかの単語をつなげると覚えやすくなります。",
	ChangeHandle:   "ハンドルの変更",
	ChangeEmail:    "メールアドレスの変更",
	ChangePassword: "パスワードの変更", Change: "変更する",
	HandleChanged:   "ハンドルを変更しました。",
	EmailChanged:    "メールアドレスを変更しました。",
	PasswordChanged: "パスワードを変更し、ほかの端末をすべてログアウトさせました。",
	SessionEnded:    "その端末をログアウトさせました。",
	RegisterIntro:   "読むだけなら登録は要りません。登録すると、コメントと投票ができます。",
	HaveAccount:     "登録済みの方は", NoAccount: "はじめての方は",
	HandleOrEmail: "ハンドルまたはメールアドレス",
	LogInFirst:    "先にログインしてください。書いた内容は残ります。",
	LoggedIn:      "ログインしました", TextKept: "文章は残っています。確かめてから投稿してください。",
	OneMoreTap: "もう一度押すと完了します。", Continue: "続ける",
	Roles: map[string]string{
		"member": "", "moderator": "管理者", "editor": "編集者", "publisher": "発行人",
	},
	Desk: "編集室", Queue: "確認待ち",

	Errors: map[int]ErrorWords{
		http.StatusBadRequest:            {"読み取れませんでした", "アドレスまたは入力に誤りがあります。", "前のページに戻り、入力を確かめてください。"},
		http.StatusForbidden:             {"権限がありません", "このページは、ほかの役割の方のためのものです。", "ご覧になれるはずの場合は、正しいアカウントでログインしてください。"},
		http.StatusNotFound:              {"ページが見つかりません", "このアドレスには何もありません。", "アドレスを確かめるか、一面からお探しください。"},
		http.StatusMethodNotAllowed:      {"ここではできません", "このページでは、その操作はできません。", "前のページに戻ってください。"},
		http.StatusConflict:              {"内容が変わりました", "変更しようとしたものは、ご覧になったときと変わっています。", "もう一度確かめてください。"},
		http.StatusGone:                  {"取り下げられました", "以前ここにあったものは、ご覧いただけなくなりました。", "今日の記事は一面にあります。"},
		http.StatusRequestEntityTooLarge: {"大きすぎます", "送られたものが、受け付けられる大きさを超えています。", "短く、または小さくして、もう一度お試しください。"},
		http.StatusUnprocessableEntity:   {"入力が足りません", "このままでは受け付けられません。", "前のページに戻り、直してから、もう一度お試しください。"},
		http.StatusTooManyRequests:       {"少しお待ちください", "短い時間に多くのアクセスがありました。", "1分ほど待ってから、もう一度読み込んでください。"},
		http.StatusInternalServerError:   {"問題が起きました", "当方の不具合です。記録しました。", "しばらくしてからお試しください。続くようでしたら、下の番号をお知らせください。"},
		http.StatusServiceUnavailable:    {"まもなく戻ります", "ただいまお応えできません。", "1分ほど待ってから、もう一度読み込んでください。"},
	},
	RequestNumber: "番号",
	FrontPage:     "一面",
	Sentence:      japaneseSentence,

	LongDay: func(t time.Time) string {
		return t.Format("2006年1月2日") + "(" + string([]rune("日月火水木金土")[t.Weekday()]) + ")"
	},
	Date:      func(t time.Time) string { return t.Format("2006年1月2日") },
	ShortDate: func(t time.Time) string { return t.Format("2006年1月2日") },
	ShortDay:  func(t time.Time) string { return t.Format("1月2日") },
	Hour:      func(t time.Time) string { return t.Format("15:04") },
	DateTime:  func(t time.Time) string { return t.Format("2006年1月2日 15:04") },
}
