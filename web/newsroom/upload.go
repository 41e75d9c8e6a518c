package newsroom

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"gogai/fault"
	"gogai/key"
	"gogai/media"
	"gogai/member"
	"gogai/web"
)

// readStory reads a story's form and the file that may come with it. The editor is known by now:
// nobody else may send so much, and so slowly.
func readStory(w http.ResponseWriter, r *http.Request) (typed url.Values, file []byte, err error) {
	if err := web.Patiently(w); err != nil {
		return nil, nil, fmt.Errorf("wait for an upload: %w", err)
	}
	return web.FormWithFile(r, media.MaxBytes)
}

// takePicture makes the renditions of a file that came with the form, saves them, and fills the
// form with what the file says about itself where nobody typed anything. Its faults belong to
// the field "file".
func (n newsroom) takePicture(ctx context.Context, m member.Member, typed url.Values, file []byte) error {
	if err := n.LimitMember(m.ID, web.Upload); err != nil {
		return err
	}
	processed, err := media.Process(ctx, file, media.Rights{
		Creator: typed.Get("creator"), CreditLine: typed.Get("credit"), CopyrightNotice: typed.Get("copyright"),
	})
	if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.TooLarge || kind == fault.Unavailable) {
		return fault.At("file", err)
	}
	if err != nil {
		return fmt.Errorf("process picture: %w", err)
	}
	p := media.Picture{
		ID: key.New[media.Picture](n.Keys, n.Now()), CreatedAt: n.Now(), Caption: typed.Get("caption"), Alt: typed.Get("alt"),
		CreditLine: processed.CreditLine, Creator: processed.Creator, CopyrightNotice: processed.CopyrightNotice,
		WidthPx: processed.WidthPx, HeightPx: processed.HeightPx,
	}
	if p.Caption == "" {
		p.Caption = processed.Caption
	}
	if err := p.Check(); err != nil {
		return err
	}
	if p.Files, err = media.SaveRenditions(ctx, n.Files, p.ID, processed.Renditions); err != nil {
		return fmt.Errorf("save renditions: %w", err)
	}
	if err := n.Pictures.CreatePicture(ctx, p); err != nil {
		return errors.Join(fmt.Errorf("save picture: %w", err), media.RemoveFiles(context.WithoutCancel(ctx), n.Files, p.Files))
	}
	typed.Del("remove_picture")
	fillPicture(typed, p)
	return nil
}
