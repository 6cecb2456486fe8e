module github.com/hitofude/hitofude

go 1.26
