package host

// refuseStop does nothing: Windows has no signal that stops a process.
func refuseStop() (resume func()) { return func() {} }
