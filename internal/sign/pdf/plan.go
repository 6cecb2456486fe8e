package pdf

import (
	"bytes"
	"fmt"
	"slices"
)

// A Stamp is the visible mark of a signature: a frame with lines of text in it.
type Stamp struct {
	Page int        // from 0
	Rect [4]float64 // lower left and upper right corner, in points of 1/72 inch from the page's lower left
}

// A Plan is all that a signature will change in a file, found and checked. It
// holds nothing that depends on the signer.
type Plan struct {
	file  *File
	stamp *Stamp

	page       Ref
	pageDict   Dict
	rotate     int // of the page when it is shown
	catalog    Ref
	catalogD   Dict
	form       Value // the form as it is, a Dictionary; Kind Keyword without one
	formRef    Ref   // where it is an object of its own
	fieldName  string
	formFields Value
}

// Plan looks for everything that a signature has to touch. stamp nil makes a
// signature that does not show.
func (f *File) Plan(stamp *Stamp) (p *Plan, err error) {
	p = &Plan{file: f, stamp: stamp}
	err = guard(p.make)
	return p, err
}

func (p *Plan) make() {
	f := p.file
	root, _ := f.trailer.Get("Root")
	p.catalog, p.catalogD = root.Ref, f.catalog()
	p.checkPermissions()
	number := 0
	if p.stamp != nil {
		number = p.stamp.Page
	}
	p.page, p.pageDict = f.findPage(p.catalogD, number)
	if p.stamp != nil {
		p.checkStamp(f.pageBox(p.pageDict))
		p.rotate = f.rotation(p.pageDict)
	}
	if v, ok := p.catalogD.Get("AcroForm"); ok {
		p.form = f.Resolve(v)
		if v.Kind == Reference && p.form.Kind == Dictionary {
			p.formRef = v.Ref
		}
	}
	if _, xfa := p.form.Dict.Get("XFA"); xfa {
		panic(&Error{"xfa", ReasonXFA})
	}
	p.formFields, _ = p.form.Dict.Get("Fields")
	p.fieldName = p.freeName()
}

// checkPermissions refuses a file whose author certified it against every
// change. Levels 2 and 3 allow a signature.
func (p *Plan) checkPermissions() {
	if p.file.certification(p.catalogD) == 1 {
		panic(&Error{"certified", ReasonCertified})
	}
}

// certification is what the author of a file allows to be changed (DocMDP with
// P, §12.8.2.2): 1 nothing, 2 forms and signatures, 3 comments too; 0 where
// nothing is said. Where two levels stand, the stricter one holds.
func (f *File) certification(catalog Dict) (level int64) {
	v, _ := catalog.Get("Perms")
	v, _ = f.Resolve(v).Dict.Get("DocMDP")
	references, _ := f.Resolve(v).Dict.Get("Reference")
	for _, item := range f.Resolve(references).Items {
		reference := f.Resolve(item).Dict
		if reference.name("TransformMethod") != "DocMDP" {
			continue
		}
		parameters, _ := reference.Get("TransformParams")
		p := f.Resolve(parameters).Dict.integer("P", 2)
		if level == 0 || p < level {
			level = p
		}
	}
	return level
}

// findPage walks the page tree to a page by its number (§7.7.3).
func (f *File) findPage(catalog Dict, number int) (Ref, Dict) {
	pages, ok := catalog.Get("Pages")
	if !ok || pages.Kind != Reference {
		fail("the page tree is missing")
	}
	if number < 0 {
		panic(&Error{"stamp", "it has no page of that number"})
	}
	left, seen := number, map[Ref]bool{}
	ref, dict, found := f.pageBelow(pages, &left, seen, 0)
	if !found {
		panic(&Error{"stamp", "it has no page of that number"})
	}
	return ref, dict
}

func (f *File) pageBelow(v Value, left *int, seen map[Ref]bool, depth int) (Ref, Dict, bool) {
	if v.Kind != Reference || depth > maxDepth || seen[v.Ref] {
		fail("a page tree that is not well-formed")
	}
	seen[v.Ref] = true
	d := f.Resolve(v).Dict
	kids, isNode := d.Get("Kids")
	if !isNode {
		if d.name("Type") != "Page" {
			fail("a page that is none")
		}
		*left--
		return v.Ref, d, *left < 0
	}
	for _, kid := range f.Resolve(kids).Items {
		if ref, page, found := f.pageBelow(kid, left, seen, depth+1); found {
			return ref, page, true
		}
	}
	return Ref{}, nil, false
}

// checkStamp refuses a stamp that the page would not show: most of it has to lie
// within what is shown of the page.
func (p *Plan) checkStamp(box [4]float64) {
	r := p.stamp.Rect
	middle := [2]float64{(r[0] + r[2]) / 2, (r[1] + r[3]) / 2}
	outside := box != [4]float64{} && (middle[0] < box[0] || middle[0] > box[2] || middle[1] < box[1] || middle[1] > box[3])
	if outside || r[2]-r[0] < 20 || r[3]-r[1] < 10 || r[0] < -14400 || r[1] < -14400 || r[2] > 14400 || r[3] > 14400 {
		panic(&Error{"stamp", "the stamp lies outside of the page or is too small"})
	}
}

// freeName is a name for the field that no other field has.
func (p *Plan) freeName() string {
	taken := map[string]bool{}
	for _, item := range p.file.Resolve(p.formFields).Items {
		v, _ := p.file.Resolve(item).Dict.Get("T")
		taken[string(p.file.Resolve(v).Bytes)] = true
	}
	for i := 1; ; i++ {
		if name := fmt.Sprintf("Signature%d", i); !taken[name] {
			return name
		}
	}
}

// object is one object of the update.
type object struct {
	ref  Ref
	body []byte
}

// changed lists the objects that have to mention the new field: its page, the
// form, and what leads to them.
func (p *Plan) changed(field Ref) (objects []object) {
	add := func(ref Ref, body []byte) { objects = append(objects, object{ref, body}) }

	// Arrays are written into the dictionaries that name them, also where they are
	// objects of their own: another page, or a field, may name the same array, and
	// would get the new field too.
	annots, _ := p.pageDict.Get("Annots")
	list := appended(p.file.Resolve(annots).Items, field.String())
	add(p.page, p.pageDict.with(raw("Annots", string(list))))

	list = appended(p.file.Resolve(p.formFields).Items, field.String())
	entries := []Entry{raw("SigFlags", fmt.Sprint(p.form.Dict.integer("SigFlags", 0)|3)), raw("Fields", string(list))}
	form := p.form.Dict.with(entries...)
	if p.formRef != (Ref{}) {
		add(p.formRef, form)
	} else {
		add(p.catalog, p.catalogD.with(raw("AcroForm", string(form))))
	}
	return merge(objects)
}

// merge refuses to write one object twice in one update: what the page and the
// form share would lose one of the changes.
func merge(objects []object) []object {
	slices.SortFunc(objects, func(a, b object) int { return a.ref.Num - b.ref.Num })
	for i := 1; i < len(objects); i++ {
		if objects[i].ref.Num == objects[i-1].ref.Num {
			fail("its page and its form are the same object")
		}
	}
	return objects
}

func (o object) write(b *bytes.Buffer) {
	fmt.Fprintf(b, "%d %d obj\n", o.ref.Num, o.ref.Gen)
	b.Write(o.body)
	b.WriteString("\nendobj\n")
}
