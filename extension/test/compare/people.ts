/** Three made-up holders (TEST): a usual one, one with a name in Latin letters and no building, one with old characters. */
import type { Profile } from "../../src/autofill/types.ts";
import { HANAKO } from "../autofill/page.ts";

const POSTAL = { postalCode: "1000013" };

const JOHN: Profile = {
  name: { full: "MIHON JOHN TARO", family: "MIHON", given: "JOHN TARO", sure: true, script: "latin" },
  address: {
    full: "大阪府大阪市北区梅田一丁目３番１－５００号",
    prefecture: "大阪府",
    city: "大阪市北区",
    town: "梅田一丁目",
    street: "３番１－５００号",
    building: "",
  },
  birth: { date: "1992-03-07", year: 1992, month: 3, day: 7, era: "平成", eraYear: 4, eraLetter: "H" },
  age: 34,
  sex: { code: "1", label: "男" },
  postalCode: "5300001",
};

const OLD: Profile & { jis0208: Record<string, string> } = {
  name: { full: "髙𣘺　眞壽惠", family: "髙𣘺", given: "眞壽惠", sure: true, script: "cjk" },
  address: {
    full: "茨城県龍ケ崎市緑町九十九番地の三　見本莊壱番館五〇八号室",
    prefecture: "茨城県",
    city: "龍ケ崎市",
    town: "緑町",
    street: "九十九番地の三",
    building: "見本莊壱番館五〇八号室",
  },
  birth: { date: "1989-01-20", year: 1989, month: 1, day: 20, era: "平成", eraYear: 1, eraLetter: "H" },
  age: 37,
  sex: { code: "2", label: "女" },
  postalCode: "3010832",
  jis0208: { 髙: "高", 𣘺: "橋" },
};

export const PEOPLE: Readonly<Record<string, Profile>> = {
  "見本　花子": { ...HANAKO, ...POSTAL },
  "MIHON JOHN TARO": JOHN,
  "髙𣘺　眞壽惠": OLD,
};
