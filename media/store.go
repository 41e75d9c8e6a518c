package media

import "context"

// Store keeps what is said about pictures; their renditions lie in Files.
type Store interface {
	// CreatePicture saves a new picture with the key that it carries; a key in use is a Conflict.
	CreatePicture(context.Context, Picture) error
	// Picture finds a picture by key; NotFound otherwise.
	Picture(context.Context, ID) (Picture, error)
	// UpdatePicture lets change alter the picture's texts and saves them. The versions of the
	// stories that show it rise. A missing picture is NotFound.
	UpdatePicture(ctx context.Context, id ID, change func(*Picture) error) (Picture, error)
}
