package layout

// ErrorPage says what went wrong and where to go from here. It is part of the paper.
type ErrorPage struct {
	Page
	Status  int
	Text    string
	Advice  string
	Links   []Link
	Request string // number of the request in the log, for errors that only we can find
}
