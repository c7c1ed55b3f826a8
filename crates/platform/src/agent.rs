//! Browsers by their own long names: in two words for people, and as the family that a session is bound to.

/// What is kept of a browser's name; families are read from this, so that a long name does not change by being cut.
const KEPT: usize = 200;

const PROGRAMS: [(&str, &str); 7] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

const SYSTEMS: [(&str, &str); 6] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
];

/// A browser's name as it is kept.
pub(crate) fn kept(agent: &str) -> String {
    agent.chars().take(KEPT).collect()
}

/// Program and system, without versions: what stays the same while a browser is only updated.
fn family(agent: &str) -> (Option<&'static str>, Option<&'static str>) {
    let agent = kept(agent);
    let find =
        |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| agent.contains(mark)).map(|f| f.1);
    (find(&PROGRAMS), find(&SYSTEMS))
}

/// Whether two names are of one program on one system, whatever the versions.
pub fn same_family(one: &str, other: &str) -> bool {
    family(one) == family(other)
}

/// A browser's own long name in a few words; what is not known stays as it came, shortened.
pub fn name(agent: &str) -> String {
    match family(agent) {
        (Some(program), Some(system)) => format!("{program} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) if agent.is_empty() => "?".to_owned(),
        (None, None) => agent.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    #[test]
    fn browsers_are_named_in_two_words() {
        assert_eq!(name(FIREFOX), "Firefox · Linux");
        assert_eq!(name(""), "?");
    }

    #[test]
    fn an_update_stays_in_the_family_and_another_program_or_system_does_not() {
        assert!(same_family(FIREFOX, &FIREFOX.replace("128", "140")));
        assert!(!same_family(FIREFOX, &FIREFOX.replace("Firefox", "Chrome")));
        assert!(!same_family(FIREFOX, &FIREFOX.replace("X11; Linux x86_64", "Windows NT 10.0")));
        assert!(!same_family(FIREFOX, ""));
        let long = format!("{}{FIREFOX}", "x".repeat(KEPT));
        assert!(same_family(&long, &kept(&long)), "what is kept is of the family of the whole");
    }
}
