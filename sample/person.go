package sample

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gogai/member"
)

// person is a line of members.txt.
type person struct {
	Handle string
	Role   member.Role
	Joined time.Time
	Login  bool // demo visitors can sign in as them
}

func readPeople(now time.Time) ([]person, error) {
	text, err := files.ReadFile("members.txt")
	if err != nil {
		return nil, err
	}
	return parsePeople(string(text), now)
}

func parsePeople(text string, now time.Time) ([]person, error) {
	var people []person
	for i, line := range lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var p person
		fields := strings.Fields(line)
		if len(fields) == 4 && fields[1] == "*" {
			p.Login = true
			fields = append(fields[:1], fields[2:]...)
		}
		if len(fields) != 3 {
			return nil, fmt.Errorf("members.txt, line %d: want a handle, a role and days, not %q", i+1, line)
		}
		days, err := strconv.Atoi(fields[2])
		if err != nil {
			return nil, fmt.Errorf("members.txt, line %d: %q is no number of days", i+1, fields[2])
		}
		if p.Role, err = member.ParseRole(fields[1]); err != nil {
			return nil, fmt.Errorf("members.txt, line %d: %w", i+1, err)
		}
		p.Handle, p.Joined = fields[0], now.AddDate(0, 0, -days)
		people = append(people, p)
	}
	return people, nil
}
