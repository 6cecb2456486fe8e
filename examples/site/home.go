package main

import (
	"io/fs"
	"net/http"
)

func (s *site) inside(w http.ResponseWriter, r *http.Request) *session {
	known := s.session(r)
	if known == nil || !known.loggedIn {
		s.to(w, r, "/")
		return nil
	}
	return known
}

func (s *site) showHome(w http.ResponseWriter, r *http.Request) {
	if known := s.inside(w, r); known != nil {
		s.show(w, r, http.StatusOK, "home.html", map[string]any{"Person": known.person})
	}
}

// document is what a person may sign: only theirs, after the log-in.
func (s *site) document(w http.ResponseWriter, r *http.Request) {
	if s.inside(w, r) == nil {
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("見本\n\nこの書類は見本です。どこにも出せません。\n見本町長あて　申請者　見本　花子\n"))
}

func (s *site) logout(w http.ResponseWriter, r *http.Request) {
	if known := s.session(r); known != nil {
		s.end(known.id)
	}
	s.to(w, r, "/")
}

// to sends the browser on, in the language that was asked for.
func (s *site) to(w http.ResponseWriter, r *http.Request, path string) {
	if asked := r.URL.Query().Get("lang"); asked == "ja" || asked == "en" {
		path += "?lang=" + asked
	}
	http.Redirect(w, r, path, http.StatusSeeOther)
}

// show writes a page in the language of the query, else of the browser.
func (s *site) show(w http.ResponseWriter, r *http.Request, status int, name string, data map[string]any) {
	data["Lang"] = languageOf(r)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = s.page.ExecuteTemplate(w, name, data) // the visitor is gone
}

func styleServer() http.Handler {
	folder, err := fs.Sub(pages, "page")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return http.FileServerFS(folder)
}
