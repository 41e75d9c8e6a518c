package member

import "strings"

// common are the passwords, of those long enough to be taken at all, that every list of leaked
// ones begins with, and the words that suggest themselves on this site. A password that is one
// of them with digits or marks around it counts as one too, so each stands here once.
var common = words(`
	password passwort passw0rd p@ssword p@ssw0rd pa$$word password1password motdepasse contraseña contrasena senhasenha
	qwertyui qwertyuiop qwerty qwertz azerty azertyuiop asdfghjk asdfghjkl zxcvbnm qwerasdf qwerqwer asdfasdf asdf zxcvbnmasd
	qazwsx qazwsxedc qazxsw 1qaz2wsx 1qaz2wsx3edc zaq12wsx zaq1zaq1 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 a1b2c3d4
	12345678 123456789 1234567890 0123456789 0987654321 987654321 87654321 12341234 123123123 11223344 1122334455 147258369
	123454321 12344321 13579246 102030405060 135792468 123456654321 789456123 963852741 159357456 00112233 20202020
	abcdefgh abcdefghi abcd abcde abcdef abc abcabc aabbccdd abcdefg
	iloveyou iloveyouu iloveu ilovegod loveyou loveme lovely lovelove mylove forever trustno trustnoone letmein letmeinn
	welcome welcomes hello helloo hellohello helloworld goodmorning opensesame
	admin admins administrator administrador root toor rootroot superuser sysadmin user username guest login master test tester
	testtest testing default changeme changeit changemenow temp temporary secret secrets topsecret letmepass
	sunshine princess football baseball basketball superman batman spiderman starwars startrek pokemon naruto doraemon
	monkey dragon shadow michael jennifer jessica michelle charlie jordan hunter ranger buster soccer hockey killer george
	summer winter spring autumn computer internet samsung android iphone google facebook youtube twitter instagram linkedin
	microsoft windows whatever freedom fuckyou fuckoff asshole bullshit blahblah nothing mustang mercedes ferrari porsche
	corvette harley liverpool arsenal chelsea barcelona realmadrid manchester juventus butterfly flower sakura chocolate
	cookie cheese banana pepper ginger cupcake maggie daniel ashley thomas robert matthew andrew joshua anthony william
	elizabeth victoria alexander alexandra nicholas christopher jonathan samantha patricia veronica angelina
	blink metallica nirvana slipknot eminem hellokitty minecraft fortnite roblox counterstrike
	йцукен йцукенгш пароль парольпароль パスワード 비밀번호
	gogai gogaigogai newspaper newsroom news editor publisher moderator comment comments publication journalist journalism
	tokyo nippon japan
`)

func words(text string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		set[Fold(word)] = true
	}
	return set
}
