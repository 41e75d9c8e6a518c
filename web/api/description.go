package api

import (
	_ "embed"
	"encoding/json"
)

// openapi is the description of the API (OpenAPI 3.1), written by hand.
//
//go:embed openapi.json
var openapi []byte

// description serves GET /openapi.json.
func (a *api) description(*request) (answer, error) {
	return answer{body: json.RawMessage(openapi)}, nil
}
