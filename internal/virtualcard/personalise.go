package virtualcard

import "time"

// personalise fills the card's applications from its profile, in the order in which partial AIDs are matched.
func (c *Card) personalise(now time.Time) error {
	for _, b := range []struct {
		name string
		make func(time.Time) (*application, error)
	}{
		{appJPKI, c.makeJPKI}, {appInputSupport, c.makeInputSupport}, {appCardFace, c.makeCardFace},
		{appResidentRegister, c.makeResidentRegister}, {appCommon, c.makeCommon}, {appDomain, c.makeDomain},
	} {
		if !c.profile.has(b.name) {
			continue
		}
		a, err := b.make(now)
		if err != nil {
			return err
		}
		c.applications = append(c.applications, a)
	}
	for _, f := range c.profile.Foreign {
		c.applications = append(c.applications, newApplication(f, foreignAIDs[f], 0))
	}
	return nil
}
