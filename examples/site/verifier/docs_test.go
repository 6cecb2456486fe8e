package verifier

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/sign"
)

func TestTheDevelopersPageHasEveryStepInItsOrder(t *testing.T) {
	text, err := os.ReadFile("../../../docs/INTEGRATION.md")
	if err != nil {
		t.Fatal(err)
	}
	steps := []Step{
		StepForm, StepHeader, StepCertificate, StepChain, StepUsage, StepRevocation, StepSignature, StepClaims,
		StepPurpose, StepOrigin, StepTime, StepNonce, StepReplay,
	}
	for i, step := range steps {
		if !strings.Contains(string(text), fmt.Sprintf("\n%d. `%s`:", i+1, step)) {
			t.Errorf("step %d, %s, does not stand in the page", i+1, step)
		}
	}
	for _, word := range []string{Policy, tokenType, purpose} {
		if !strings.Contains(string(text), "`"+word+"`") {
			t.Errorf("%s does not stand in the page", word)
		}
	}
}

func TestTheWordsOfATokenAreHitofudes(t *testing.T) {
	if tokenType != sign.TokenType || purpose != sign.TokenPurpose || Lifetime != sign.TokenLifetime {
		t.Error("the verifier expects other words than Hitofude writes")
	}
}
