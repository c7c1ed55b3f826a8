//! Who is served first: a list of the legal profile, since the texts differ by date and place and none was seen for every group.

use platform::profiles::Profiles;
use platform::{Locale, Result};
use serde::Deserialize;

/// Key of the list.
pub const KEY: &str = "counter.priorities";

/// A group that is served first.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priority {
    /// Word in the database.
    pub code: String,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
    /// 1 goes first.
    pub rank: i64,
}

impl Priority {
    /// Its name in the reader's language.
    pub fn name<'a>(&'a self, locale: &'a Locale) -> &'a str {
        locale.pick(&self.vi, &self.en)
    }
}

/// The groups of a day.
///
/// # Errors
/// A fault when the published list cannot be read.
pub fn groups(profiles: &Profiles, day: kernel::Day) -> Result<Vec<Priority>> {
    profiles.get_or(KEY, day, Vec::new())
}

/// The rank of a group; none for an ordinary ticket, and for a group that is no longer on the list.
pub fn rank(groups: &[Priority], code: &str) -> Option<i64> {
    groups.iter().find(|group| group.code == code).map(|group| group.rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_that_left_the_list_is_ordinary() {
        let text = r#"[{"code": "elderly", "vi": "Người cao tuổi", "en": "Elderly", "rank": 2}]"#;
        let groups: Vec<Priority> = serde_json::from_str(text).unwrap();
        assert_eq!(rank(&groups, "elderly"), Some(2));
        assert_eq!(rank(&groups, ""), None);
        assert_eq!(rank(&groups, "veteran"), None);
    }
}
