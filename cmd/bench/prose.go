package main

import (
	"math/rand/v2"
	"strings"
)

// remarkLength is how long comments are, in bytes: as on the sample page.
const remarkLength = 220

var words = strings.Fields(`the a harbour ferry storm council member street price season train window letter morning board
	decision of in for with without after before because although which who nobody everybody says said wrote thinks knows pays
	waits sailed stopped opened closed promised forgot measured repaired late early again never often here there yesterday
	tomorrow week month year ten forty thousand metres yen fish rain fog light bridge school hospital market museum river
	island engineer captain teacher mayor fishermen neighbours children readers paper answer question reason mistake report
	budget licence contract timetable engine anchor rope quay tide current wind cloud snow rice tea paint wood steel glass
	old new small large cheap dear honest careful public empty broken quiet loud blue grey red green`)

// prose makes words up to a length in bytes. It has to be about as hard to compress as what
// people write: the weight of a page depends on it.
func prose(length int) string {
	var b strings.Builder
	for b.Len() < length {
		b.WriteString(words[rand.N(len(words))])
		if rand.N(12) == 0 {
			b.WriteByte('.')
		}
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String()[:length])
}
