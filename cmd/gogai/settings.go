package main

import (
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/pelletier/go-toml/v2"
)

// settingsFile is the flag that names a file of settings. A setting is a flag that may also
// come from the environment; its name in the file is the flag's:
//
//	data = "/var/lib/gogai"
//	listen = "127.0.0.1:8080"
//	trust-proxy = ["127.0.0.1", "10.0.0.0/8"]
type settingsFile string

// BeforeResolve is called by kong once it knows the file's name.
func (settingsFile) BeforeResolve(ctx *kong.Context, path *kong.Path) error {
	file := string(ctx.FlagValue(path.Flag).(settingsFile))
	if file == "" { // from a variable that is set to nothing
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the settings: %w", err)
	}
	var values map[string]any
	if err := toml.Unmarshal(text, &values); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	known := settingNames(ctx.Model.Node)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, name) {
			return fmt.Errorf("%s: %q is no setting; the settings are %s", file, name, strings.Join(known, ", "))
		}
	}
	ctx.AddResolver(kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		value, ok := values[flag.Name]
		if !ok || inEnvironment(flag) {
			return nil, nil
		}
		text := settingText(value)
		// Read it once for the sake of the message, which shall name the file.
		scan := kong.Scan().PushTyped(text, kong.FlagValueToken)
		target := reflect.New(flag.Target.Type()).Elem()
		if err := flag.Mapper.Decode(&kong.DecodeContext{Value: flag.Value, Scan: scan}, target); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		return text, nil
	}))
	return nil
}

// settingNames lists the flags below a command that are settings.
func settingNames(node *kong.Node) []string {
	var names []string
	for _, flag := range node.Flags {
		if len(flag.Envs) > 0 && flag.Target.Type() != reflect.TypeFor[settingsFile]() {
			names = append(names, flag.Name)
		}
	}
	for _, child := range node.Children {
		names = append(names, settingNames(child)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// inEnvironment tells whether the environment gives the flag; kong asks resolvers even then.
func inEnvironment(flag *kong.Flag) bool {
	return slices.ContainsFunc(flag.Envs, func(name string) bool {
		_, ok := os.LookupEnv(name)
		return ok
	})
}

// settingText writes a value of a file as it would stand on the command line.
func settingText(value any) string {
	var parts []string
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			parts = append(parts, fmt.Sprint(item))
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			parts = append(parts, fmt.Sprintf("%s=%v", name, value[name]))
		}
	default:
		return fmt.Sprint(value)
	}
	return strings.Join(parts, ",")
}
