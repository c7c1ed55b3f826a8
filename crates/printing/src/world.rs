//! What a template can see: its own source, the shared library `motcua.typ`, the inputs, the assets.
//! No disk, no network, no packages, no clock; fonts and the standard library are loaded once.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike, FixedOffset, Timelike, Utc};
use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};

/// Vietnam's offset from UTC.
pub(crate) const OFFSET_MINUTES: i32 = 7 * 60;

const MAIN: &str = "main.typ";
const SHARED: &str = "motcua.typ";
const INPUTS: &str = "inputs.json";

/// The parts every paper shares.
struct Engine {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    shared: Option<(FileId, Source)>,
}

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let files: [&'static [u8]; 4] = [
        include_bytes!("../fonts/LiberationSerif-Regular.ttf"),
        include_bytes!("../fonts/LiberationSerif-Bold.ttf"),
        include_bytes!("../fonts/LiberationSerif-Italic.ttf"),
        include_bytes!("../fonts/LiberationSerif-BoldItalic.ttf"),
    ];
    let fonts: Vec<Font> = files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
    let shared = file_id(SHARED).map(|id| (id, Source::new(id, include_str!("motcua.typ").to_owned())));
    Engine {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        shared: shared.ok(),
    }
});

/// The world of one paper.
pub(crate) struct Paper {
    main: Source,
    files: Vec<(FileId, Bytes)>,
    now: Datetime,
}

impl Paper {
    pub(crate) fn new(
        source: &str,
        json: String,
        assets: &[(&str, &[u8])],
        now: Datetime,
    ) -> Result<Self, String> {
        let mut files = vec![(file_id(INPUTS)?, Bytes::from_string(json))];
        for (name, bytes) in assets {
            files.push((file_id(name)?, Bytes::new(bytes.to_vec())));
        }
        Ok(Self { main: Source::new(file_id(MAIN)?, source.to_owned()), files, now })
    }

    /// Typst's errors as text, one a line, each with its place.
    pub(crate) fn describe(&self, errors: &[SourceDiagnostic]) -> String {
        let lines: Vec<String> =
            errors.iter().map(|error| format!("{}{}", self.place(error), error.message)).collect();
        lines.join("\n")
    }

    fn place(&self, error: &SourceDiagnostic) -> String {
        let Some((id, range)) = error.span.id().zip(self.range(error.span)) else {
            return String::new();
        };
        let line = self.source(id).ok().and_then(|source| source.lines().byte_to_line(range.start));
        let file = id.get().vpath().get_without_slash();
        line.map_or_else(|| format!("{file}: "), |line| format!("{file}:{}: ", line.saturating_add(1)))
    }
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &ENGINE.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &ENGINE.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        match &ENGINE.shared {
            Some((shared, source)) if *shared == id => Ok(source.clone()),
            _ => Err(not_found(id)),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let file = self.files.iter().find(|(known, _)| *known == id);
        file.map(|(_, bytes)| bytes.clone()).ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        ENGINE.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        Some(self.now)
    }
}

/// The moment on a Vietnamese clock.
pub(crate) fn local_time(at: DateTime<Utc>) -> Option<Datetime> {
    let local = at.with_timezone(&FixedOffset::east_opt(OFFSET_MINUTES.checked_mul(60)?)?);
    Datetime::from_ymd_hms(
        local.year(),
        u8::try_from(local.month()).ok()?,
        u8::try_from(local.day()).ok()?,
        u8::try_from(local.hour()).ok()?,
        u8::try_from(local.minute()).ok()?,
        u8::try_from(local.second()).ok()?,
    )
}

/// The characters of all strings in `inputs` which some style of the font cannot print.
pub(crate) fn missing_glyphs(inputs: &Value) -> String {
    let mut missing = String::new();
    collect(inputs, &mut missing);
    missing
}

fn collect(value: &Value, missing: &mut String) {
    match value {
        Value::String(text) => {
            for c in text.chars().filter(|c| !c.is_control() && !is_invisible(*c)) {
                let covered = ENGINE.fonts.iter().all(|font| font.info().coverage.contains(u32::from(c)));
                if !covered && !missing.contains(c) {
                    missing.push(c);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, missing)),
        Value::Object(fields) => fields.values().for_each(|field| collect(field, missing)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Joiners, direction marks and soft hyphens: the shaper needs no glyph for them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn file_id(name: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(name).map_err(|error| format!("bad file name {name}: {error:?}"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
