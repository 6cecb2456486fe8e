package pdf

import "strconv"

// A Description is what a person may want to know of a file before signing it.
type Description struct {
	Pages      int
	Box        [4]float64 // of the page asked for: left, bottom, right, top in points; zero where there is no such page
	Rotate     int        // how it is turned for showing: 0, 90, 180 or 270 degrees clockwise
	Signatures int        // fields of its form that are signed
	Form       bool       // it has other fields, to be filled in
	Certified  int        // what its author allows (DocMDP, §12.8.2.2): 1 to 3; 0 nothing is said
}

// Describe looks a file through for people: the number of pages, and where the
// given one, from 0, may take a stamp.
func (f *File) Describe(page int) (d Description, err error) {
	err = guard(func() {
		d.Pages = f.countPages()
		catalog := f.catalog()
		d.Certified = int(f.certification(catalog))
		if page >= 0 && page < d.Pages {
			_, dict := f.findPage(catalog, page)
			d.Box, d.Rotate = f.pageBox(dict), f.rotation(dict)
		}
		form, _ := catalog.Get("AcroForm")
		fields, _ := f.Resolve(form).Dict.Get("Fields")
		f.describeFields(fields, "", &d, 0)
	})
	f.Forget()
	return d, err
}

// describeFields goes through the fields below one; the type of a field may
// stand at an ancestor (§12.7.3.1).
func (f *File) describeFields(list Value, kind string, d *Description, depth int) {
	if depth > maxDepth {
		fail("fields that go in a circle")
	}
	for _, item := range f.Resolve(list).Items {
		field, own := f.Resolve(item).Dict, kind
		if name := field.name("FT"); name != "" {
			own = name
		}
		value, filled := field.Get("V")
		switch {
		case own == "Sig" && filled && f.Resolve(value).Kind == Dictionary:
			d.Signatures++
		case own != "Sig" && own != "":
			d.Form = true
		}
		if kids, ok := field.Get("Kids"); ok && !(own == "Sig" && filled) {
			f.describeFields(kids, own, d, depth+1)
		}
	}
}

// inherited returns an entry of a page, which may stand at a node above (§7.7.3.4).
func (f *File) inherited(page Dict, key string) (Value, bool) {
	for range maxDepth {
		if v, ok := page.Get(key); ok {
			return f.Resolve(v), true
		}
		parent, ok := page.Get("Parent")
		if !ok {
			break
		}
		page = f.Resolve(parent).Dict
	}
	return Value{}, false
}

// pageBox is what of a page is shown: the crop box, else the media box.
func (f *File) pageBox(page Dict) (box [4]float64) {
	media, ok := f.inherited(page, "MediaBox")
	if !ok {
		return box
	}
	box = f.rectangle(media)
	if crop, ok := f.inherited(page, "CropBox"); ok {
		c := f.rectangle(crop)
		c = [4]float64{max(c[0], box[0]), max(c[1], box[1]), min(c[2], box[2]), min(c[3], box[3])}
		if c[2] > c[0] && c[3] > c[1] {
			box = c
		}
	}
	return box
}

// rectangle orders the corners, which may be any two opposite ones (§7.9.5).
func (f *File) rectangle(v Value) (r [4]float64) {
	if len(v.Items) != 4 {
		return r
	}
	for i, item := range v.Items {
		n, err := strconv.ParseFloat(string(f.Resolve(item).Raw), 64)
		if err != nil || n != n || n < -1e6 || n > 1e6 {
			return [4]float64{}
		}
		r[i] = n
	}
	return [4]float64{min(r[0], r[2]), min(r[1], r[3]), max(r[0], r[2]), max(r[1], r[3])}
}

func (f *File) rotation(page Dict) int {
	v, _ := f.inherited(page, "Rotate")
	n, ok := v.integer()
	if !ok || n%90 != 0 {
		return 0
	}
	return int((n%360 + 360) % 360)
}
