package markup

import "gogai/fault"

// LineField brings a form's field of one line into the form that is kept, as Line does, and
// refuses more than most characters. The faults name the field.
func LineField(text *string, field string, most int) error {
	return cleanField(text, field, most, Line)
}

// TextField is LineField for a field of several lines, as Clean has them.
func TextField(text *string, field string, most int) error {
	return cleanField(text, field, most, Clean)
}

func cleanField(text *string, field string, most int, clean func(string) (string, error)) error {
	cleaned, err := clean(*text)
	if err != nil {
		return fault.At(field, err)
	}
	*text = cleaned
	if n := Length(cleaned); n > most {
		return fault.Fieldf(field, "At most %d characters; these are %d.", most, n)
	}
	return nil
}
