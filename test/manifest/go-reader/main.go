// Reads YAML documents as Go programs of the Kubernetes context do, for test/manifest/yaml-readers.test.ts.
//
// Standard input: one JSON string a line, each a YAML document. Standard output: one JSON object a line with
// what kubectl reads (sigs.k8s.io/yaml), what kyaml reads (go-yaml v3), and the text that kyaml writes back,
// with the options of Flux's image-automation-controller.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"

	"sigs.k8s.io/kustomize/kyaml/kio"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/yaml"
)

type reading struct {
	Kubectl json.RawMessage `json:"kubectl"`
	Kyaml   json.RawMessage `json:"kyaml"`
	Rewrite string          `json:"rewrite"`
	Errors  []string        `json:"errors"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<28)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var text string
		if err := json.Unmarshal(in.Bytes(), &text); err != nil {
			panic(err)
		}
		if err := out.Encode(read(text)); err != nil {
			panic(err)
		}
	}
	if err := in.Err(); err != nil {
		panic(err)
	}
}

func read(text string) (r reading) {
	r.Errors = []string{}
	note := func(reader string, err error) {
		if err != nil {
			r.Errors = append(r.Errors, reader+": "+err.Error())
		}
	}
	var err error
	r.Kubectl, err = yaml.YAMLToJSONStrict([]byte(text))
	note("kubectl", err)
	r.Kyaml, err = kyamlJSON(text)
	note("kyaml", err)
	r.Rewrite, err = rewrite(text)
	note("rewrite", err)
	return r
}

// A key that go-yaml takes for something other than text has no JSON: an error here, not a panic.
func kyamlJSON(text string) (json.RawMessage, error) {
	var value any
	if err := kyaml.Unmarshal([]byte(text), &value); err != nil {
		return nil, err
	}
	return json.Marshal(value)
}

func rewrite(text string) (string, error) {
	reader := kio.ByteReader{Reader: bytes.NewBufferString(text), PreserveSeqIndent: true}
	nodes, err := reader.Read()
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = kio.ByteWriter{Writer: &out}.Write(nodes)
	return out.String(), err
}
