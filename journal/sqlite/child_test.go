package sqlite

func beChild() bool { return false }
