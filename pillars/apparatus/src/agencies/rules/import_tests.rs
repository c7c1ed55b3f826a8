//! Tests of reading and checking the files of agencies.

use super::*;
use proptest::prelude::*;

const HEAD: &str = "code,name,short_name,kind,level,parent,unit_code,commune_type,id_2016,id_2020,valid_from,valid_to,successors,confirmed,source,ids_confirmed,one_stop\n";

fn findings_of(lines: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let rows = read("a.csv", &format!("{HEAD}{lines}"), &mut findings);
    check(rows, &BTreeMap::new(), &mut findings);
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn the_shipped_files_are_sound() {
    let mut findings = Vec::new();
    let mut rows = Vec::new();
    for (file, text) in crate::agencies::import::SHIPPED {
        rows.extend(read(file, text, &mut findings));
    }
    let rows = check(rows, &BTreeMap::new(), &mut findings);
    assert_eq!(findings, []);
    let communes =
        |prefix: &str| rows.iter().filter(|r| r.level == "commune" && r.place.file.contains(prefix)).count();
    assert_eq!((communes("2012"), communes("2025")), (85, 103));
    assert_eq!(rows.iter().filter(|r| r.kind == "district").count(), 9);
}

#[test]
fn every_flaw_is_named_with_its_line() {
    let found = findings_of(
        "a,Một,M,city,city,,,,,,2012-01-01,2011-01-01,,true,s,true,true\n\
         b,Hai,H,commune,commune,x,,lang,,,2012-02-30,,,true,s,true,true\n\
         c,Ba,B,ward,commune,a,,,,,2011-06-01,2012-06-01,z a,true,s,true,true\n\
         c,Bốn,B,commune,huyen,c,,,,,,,,true,s,true,true\n\
         9,,B,commune,commune,,,,,,,,,true,s,true,true\n\
         d,Năm,N,commune,commune,e,,,,,,,,true,s,true,true\n\
         e,Sáu,S,commune,commune,d,,,,,,,,true,s,true,true\n\
         f,Bảy,B,commune,commune,,,,,,,,,có,s,true,true\n",
    );
    for expected in [
        "a.csv line 2: ends before it begins",
        "a.csv line 3: commune_type \"lang\" is unknown",
        "a.csv line 3: valid_from \"2012-02-30\" is no day",
        "a.csv line 3: parent x is unknown",
        "a.csv line 4: kind \"ward\" is unknown",
        "a.csv line 4: outlives its parent a",
        "a.csv line 4: successor z is unknown",
        "a.csv line 5: level \"huyen\" is unknown",
        "a.csv line 5: code c stands twice",
        "a.csv line 6: code \"9\" is no slug",
        "a.csv line 6: no name",
        "a.csv line 7: stands above itself by way of e",
        "a.csv line 8: stands above itself by way of d",
    ] {
        assert!(found.iter().any(|f| f == expected), "{expected} is missing in {found:#?}");
    }
    assert!(found.iter().any(|f| f.starts_with("a.csv line 9: unreadable")), "{found:#?}");
}

#[test]
fn a_successor_comes_later() {
    let found = findings_of(
        "a,Một,M,commune,commune,,,,,,2012-01-01,2019-12-31,b,true,s,true,true\n\
         b,Hai,H,commune,commune,,,,,,2011-01-01,,b,true,s,true,true\n",
    );
    assert_eq!(
        found,
        [
            "a.csv line 2: successor b does not come after it",
            "a.csv line 3: successor b does not come after it"
        ]
    );
}

#[test]
fn a_file_may_hang_under_what_is_known() {
    let mut findings = Vec::new();
    let line = "a,Một,M,commune,commune,city,,,,,2012-01-01,2013-01-01,,true,s,true,true\n";
    let rows = read("a.csv", &format!("{HEAD}{line}"), &mut findings);
    let city = Known { parent: None, valid_from: None, valid_to: None };
    let rows = check(rows, &BTreeMap::from([("city".to_owned(), city)]), &mut findings);
    assert_eq!((rows.len(), findings), (1, vec![]));
}

proptest! {
    #[test]
    fn parents_come_first_whatever_the_order(parents in proptest::collection::vec(0usize..8, 8), turn in 0usize..8) {
        // Agency n hangs under one with a smaller number, so there is no circle.
        let mut lines: Vec<String> = parents.iter().enumerate().map(|(n, p)| {
            let parent = if n == 0 { String::new() } else { format!("a{}", p % n) };
            format!("a{n},Tên,T,commune,commune,{parent},,,,,,,,true,s,true,true\n")
        }).collect();
        lines.rotate_left(turn);
        let mut findings = Vec::new();
        let rows = read("a.csv", &format!("{HEAD}{}", lines.concat()), &mut findings);
        let rows = check(rows, &BTreeMap::new(), &mut findings);
        prop_assert!(findings.is_empty());
        let mut seen = BTreeSet::new();
        for row in rows {
            prop_assert!(row.parent.is_none_or(|p| seen.contains(&p)));
            seen.insert(row.code);
        }
    }

    #[test]
    fn any_text_is_read_without_a_fall(text in "\\PC*") {
        let mut findings = Vec::new();
        let rows = read("a.csv", &format!("{HEAD}{text}"), &mut findings);
        check(rows, &BTreeMap::new(), &mut findings);
    }
}
