package publication

import (
	"context"

	"gogai/event"
)

// Store keeps the publication and its sections.
type Store interface {
	Publication(context.Context) (Publication, error)
	// UpdatePublication lets change alter the publication and saves it with the event.
	UpdatePublication(ctx context.Context, change func(*Publication) (event.Event, error)) (Publication, error)

	// Sections returns all sections in their order.
	Sections(context.Context) ([]Section, error)
	// SectionBySlug finds a section by its present slug or one that it had before; the
	// returned section's Slug tells which. A missing one is NotFound.
	SectionBySlug(ctx context.Context, slug string) (Section, error)
	// CreateSection saves a new section with the key that it carries; a taken slug is an
	// Invalid fault of the field "slug".
	CreateSection(context.Context, Section, event.Event) error
	// UpdateSection lets change alter the section. Its stories move with a changed slug,
	// and their former addresses still find them.
	UpdateSection(ctx context.Context, id SectionID, change func(*Section) (event.Event, error)) (Section, error)
}
