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

    /// All files below a folder with their texts.
    fn texts(folder: &Path) -> Result<Vec<(String, String)>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                found.extend(texts(&path)?);
            } else {
                found.push((path.display().to_string(), fs::read_to_string(&path)?));
            }
        }
        Ok(found)
    }

    /// The words in quotes that begin like the texts of the slice.
    fn asked<'a>(text: &'a str, start: &str) -> Vec<&'a str> {
        let quoted = text.split('"').skip(1).step_by(2);
        quoted.filter(|q| q.starts_with(start) && !q.contains([' ', '/', '.'])).collect()
    }

    #[test]
    fn a_new_slice_brings_every_text_it_asks_for_and_says_first_what_it_is_for() -> Result<()> {
        let root = tempfile::tempdir()?;
        fs::create_dir_all(root.path().join("pillars/steering/src"))?;
        create(root.path(), "steering", "tea_break")?;
        let folder = root.path().join("pillars/steering/src/tea_break");
        let files = texts(&folder)?;
        let keys = |lang: &str| -> Result<Vec<String>> {
            let text = fs::read_to_string(folder.join(format!("messages/{lang}.ftl")))?;
            Ok(text.lines().filter_map(|l| Some(l.split_once(" =")?.0.to_owned())).collect())
        };
        let (vi, en) = (keys("vi")?, keys("en")?);
        assert_eq!(vi, en);
        let mut asked_for = 0;
        for (file, text) in files.iter().filter(|(f, _)| f.ends_with(".rs")) {
            assert!(text.starts_with("//!"), "{file} does not say what it is for");
            for key in asked(text, "tea-break-") {
                asked_for += 1;
                assert!(vi.iter().any(|k| k == key), "{file} asks for {key}, which nobody wrote");
            }
        }
        assert!(asked_for > 8, "the templates ask for their texts: {asked_for}");
        Ok(())
    }

    /// Minutes of compiling: `cargo xtask test --faults`.
    mod faults {
        use super::*;

        /// Copies the repository as it stands, without what is built or fetched.
        fn copy(from: &Path, to: &Path) -> Result<()> {
            let list = host::answer(
                "git",
                &["-C", &from.display().to_string(), "ls-files", "-co", "--exclude-standard"],
            )
            .context("git ls-files")?;
            for file in list.lines().filter(|f| from.join(f).is_file()) {
                let target = to.join(file);
                fs::create_dir_all(target.parent().context("parent")?)?;
                fs::copy(from.join(file), target)?;
            }
            Ok(())
        }

        #[test]
        fn a_new_slice_compiles_and_passes_its_own_tests_and_those_of_the_house() -> Result<()> {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("root")?;
            let city = tempfile::tempdir()?;
            copy(root, city.path())?;
            create(city.path(), "steering", "tea_break")?;
            let lib = city.path().join("pillars/steering/src/lib.rs");
            let text = fs::read_to_string(&lib)?
                .replacen("pub mod targets;", "pub mod targets;\npub mod tea_break;", 1)
                .replacen("&targets::SLICE", "&targets::SLICE, &tea_break::SLICE", 1);
            fs::write(&lib, text)?;
            for args in [
                &["test", "--offline", "-p", "steering", "tea_break"][..],
                &["run", "--offline", "-p", "xtask", "--", "map"],
                &["test", "--offline", "-p", "motcua", "--test", "it", "architecture"],
            ] {
                let mut cargo = host::cargo(city.path(), args);
                // A folder of its own: in the house's own, cargo would take what was built here for what stands there.
                cargo.env("CARGO_TARGET_DIR", host::target_dir(root).join("new-slice"));
                assert!(host::succeeds(&mut cargo)?, "cargo {}", args.join(" "));
            }
            Ok(())
        }
    }
}
