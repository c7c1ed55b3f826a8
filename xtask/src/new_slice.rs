//! Lays out the folder of a new slice from the templates in `xtask/slice/`, so that all slices start with the same names.

use crate::host;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// A file of the new slice and its template; `{date}`, `{slice}`, `{key}` and `{pillar}` are filled in both.
const FILES: [(&str, &str); 13] = [
    ("mod.rs", include_str!("../slice/mod.rs.txt")),
    ("rules.rs", include_str!("../slice/rules.rs.txt")),
    ("store.rs", include_str!("../slice/store.rs.txt")),
    ("pages/mod.rs", include_str!("../slice/pages/mod.rs.txt")),
    ("pages/list.rs", include_str!("../slice/pages/list.rs.txt")),
    ("pages/list.html", include_str!("../slice/pages/list.html.txt")),
    ("pages/add.rs", include_str!("../slice/pages/add.rs.txt")),
    ("pages/add.html", include_str!("../slice/pages/add.html.txt")),
    ("slice.rs", include_str!("../slice/slice.rs.txt")),
    ("tests.rs", include_str!("../slice/tests.rs.txt")),
    ("migrations/{date}_00_{slice}.sql", include_str!("../slice/migration.sql.txt")),
    ("messages/vi.ftl", include_str!("../slice/vi.ftl.txt")),
    ("messages/en.ftl", include_str!("../slice/en.ftl.txt")),
];

/// Creates `pillars/PILLAR/src/NAME/`; answers what to do next. An existing folder is an error.
pub fn create(root: &Path, pillar: &str, name: &str) -> Result<String> {
    let source = root.join("pillars").join(pillar).join("src");
    if !source.is_dir() {
        bail!("there is no pillar {pillar}: {} is missing", source.display());
    }
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(is_word) {
        bail!("a slice's name is in snake_case, such as one_stop; {name} is not");
    }
    let folder = source.join(name);
    if folder.exists() {
        bail!("{} is there already", folder.display());
    }
    let date = host::answer("date", &["+%Y_%m_%d"]).context("asking `date` for today")?;
    let key = name.replace('_', "-");
    let fill = |text: &str| {
        let blanks = [("{date}", date.as_str()), ("{slice}", name), ("{key}", &key), ("{pillar}", pillar)];
        blanks.iter().fold(text.to_owned(), |text, (blank, word)| text.replace(blank, word))
    };
    for (file, template) in FILES {
        let path = folder.join(fill(file));
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, fill(template)).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(format!(
        "{} is laid out. To add in pillars/{pillar}/src/lib.rs:\n  \
         pub mod {name};\n  \
         &{name}::SLICE in SLICES\n\
         Then: cargo xtask map, and docs/adding-a-slice.md.\n",
        folder.strip_prefix(root).unwrap_or(&folder).display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_slice_has_its_files_and_no_blank_left() -> Result<()> {
        let root = tempfile::tempdir()?;
        let source = root.path().join("pillars/apparatus/src");
        fs::create_dir_all(&source)?;
        let next = create(root.path(), "apparatus", "one_stop")?;
        assert!(next.contains("pub mod one_stop;") && next.contains("&one_stop::SLICE in SLICES"), "{next}");
        for file in
            ["mod.rs", "rules.rs", "store.rs", "pages/add.rs", "slice.rs", "tests.rs", "messages/vi.ftl"]
        {
            let text = fs::read_to_string(source.join("one_stop").join(file))?;
            for blank in ["{date}", "{slice}", "{key}", "{pillar}"] {
                assert!(!text.contains(blank), "{file}: {text}");
            }
        }
        let declaration = fs::read_to_string(source.join("one_stop/slice.rs"))?;
        assert!(declaration.contains(r#"name: "one_stop","#) && declaration.contains(r#""one-stop-menu""#));
        assert_eq!(fs::read_dir(source.join("one_stop/migrations"))?.count(), 1);
        Ok(())
    }

    #[test]
    fn an_existing_slice_is_left_alone_and_a_bad_name_refused() -> Result<()> {
        let root = tempfile::tempdir()?;
        fs::create_dir_all(root.path().join("pillars/apparatus/src/one_stop"))?;
        for (pillar, name) in
            [("apparatus", "one_stop"), ("apparatus", "OneStop"), ("apparatus", "../x"), ("nowhere", "x")]
        {
            assert!(create(root.path(), pillar, name).is_err(), "{pillar} {name}");
        }
        Ok(())
    }
}
