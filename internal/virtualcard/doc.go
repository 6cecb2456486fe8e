// Package virtualcard is a My Number card in software: the card that the tests, the demo and the practice mode talk to.
//
// It is a strict state machine. Where the real card's answer is known it gives that answer, with the status words of JICSAP
// (the Japanese IC card specification the card follows); where it is not known it takes the unfriendlier choice, so that a
// client that works here has no reason to fail on a real card. The choices that are assumptions are listed in assumed.md.
//
// The card is a pure function of its state: [Card.Process] takes one APDU and returns the answer, without clocks or network.
// [Slot] puts faults, a trace and a modelled duration around it, package vpcd puts it behind a real pcscd, and package lab
// gives tests a private pcscd with such cards in it.
//
// Every person, number, key and certificate in it is made up and marked TEST.
package virtualcard
