// Package house holds no code: its tests keep the rules of this repository
// that no tool knows. Who may import whom is the table in house_test.go.
package house
