// Package messaging is the wire between the extension and the host: frames,
// strict decoding of requests, the rules of an origin, and the table of error
// codes.
//
// It knows JSON and bytes and nothing else: no process, no reader, no card. Of
// this module it imports only internal/pin, because a request carries PINs and
// their form is one of the rules of a request.
//
// Names and limits follow docs/PROTOCOL.md. A PIN passes through here in one
// way only: the frame buffer of Reader, from which pin.PIN copies its own
// bytes, and Reader.Clear.
package messaging

// Version is the protocol's number, said in hello and compared in ping.
const Version = 1

// Limits of one frame and of what a frame may carry.
const (
	MaxFrame   = 1 << 20   // bytes of JSON, both ways; browsers refuse more from a host
	MaxContent = 512 << 10 // bytes of one document inside a sign request
	MaxBlob    = 1 << 30   // bytes of all blobs of one process together
	MaxBlobs   = 8         // blobs of one process at the same time
	MinPiece   = 256 << 10 // bytes of every piece of a blob but the last
	MaxPiece   = 512 << 10 // bytes of any piece
	MaxDepth   = 16        // levels of objects and arrays, the message itself is the first
)

// Hello is the host's first message.
type Hello struct {
	Type         string   `json:"type"` // "hello"
	Protocol     int      `json:"protocol"`
	Version      string   `json:"version"`
	Platform     string   `json:"platform"` // GOOS/GOARCH
	Capabilities []string `json:"capabilities"`
}

// Progress tells what a running request waits for or does.
type Progress struct {
	ID    string `json:"id"`
	Type  string `json:"type"`            // "progress"
	Stage string `json:"stage"`           // one of the Stage constants
	Done  *int   `json:"done,omitempty"`  // signatures made, with Total
	Total int    `json:"total,omitempty"` // signatures asked for
}

// The stages of a request, in the order in which they can occur.
const (
	StageWaiting   = "waiting-for-card"
	StageAsking    = "asking-pin" // the host's own window is open
	StageReading   = "reading"
	StageVerifying = "verifying-pin"
	StageSigning   = "signing"
)

// Result ends a request that went well.
type Result struct {
	ID     string `json:"id"`
	Type   string `json:"type"` // "result"
	Result any    `json:"result"`
}

// Failure ends a request that did not. ID is empty when the frame's id could
// not be read.
type Failure struct {
	ID    string `json:"id,omitempty"`
	Type  string `json:"type"` // "error"
	Error Error  `json:"error"`
}

// Error is a code with the facts a person needs. Params never hold a PIN,
// holder data or anything the request brought in.
type Error struct {
	Code   Code           `json:"code"`
	Params map[string]any `json:"params,omitempty"`
}

func (e *Error) Error() string { return string(e.Code) }

// Piece is a part of a blob on its way to the extension. All pieces come
// before the result that names the blob.
type Piece struct {
	Type string `json:"type"` // "blob"
	Blob string `json:"blob"`
	Size int64  `json:"size"` // of the whole blob, bytes
	Seq  int    `json:"seq"`  // from 0
	Data []byte `json:"data"` // base64 in JSON
}

// NewResult makes the answer for a request that went well.
func NewResult(id string, result any) Result { return Result{ID: id, Type: "result", Result: result} }

// NewFailure makes the answer for a request that ended with e.
func NewFailure(id string, e Error) Failure { return Failure{ID: id, Type: "error", Error: e} }

// NewProgress makes a progress message; a total of 0 means that nothing is
// counted.
func NewProgress(id, stage string, done, total int) Progress {
	p := Progress{ID: id, Type: "progress", Stage: stage, Total: total}
	if total > 0 {
		p.Done = &done
	}
	return p
}
