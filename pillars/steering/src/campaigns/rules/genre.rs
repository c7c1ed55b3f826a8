//! What a piece is, and how its reach was counted.

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    /// Tin.
    News,
    /// Bài.
    Article,
    /// Phóng sự.
    Reportage,
    /// Chuyên mục, chuyên trang.
    Column,
    /// Buổi phát thanh, truyền hình.
    Broadcast,
    /// Pa-nô, áp phích, băng rôn.
    Board,
    /// Tờ rơi, sổ tay.
    Leaflet,
    /// Hội nghị, tọa đàm.
    Conference,
    /// Hội thi, cuộc thi.
    Contest,
    /// Hình thức khác.
    Other,
}

impl Genre {
    /// All, as forms offer them.
    pub const ALL: [Genre; 10] = [
        Genre::News,
        Genre::Article,
        Genre::Reportage,
        Genre::Column,
        Genre::Broadcast,
        Genre::Board,
        Genre::Leaflet,
        Genre::Conference,
        Genre::Contest,
        Genre::Other,
    ];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            Genre::News => "news",
            Genre::Article => "article",
            Genre::Reportage => "reportage",
            Genre::Column => "column",
            Genre::Broadcast => "broadcast",
            Genre::Board => "board",
            Genre::Leaflet => "leaflet",
            Genre::Conference => "conference",
            Genre::Contest => "contest",
            Genre::Other => "other",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Genre> {
        Genre::ALL.into_iter().find(|g| g.code() == code)
    }
}

/// How a reach was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Whoever entered it says so.
    Declared,
    /// An instrument counted it; the note names it.
    Measured,
}

impl Counted {
    /// Both.
    pub const ALL: [Counted; 2] = [Counted::Declared, Counted::Measured];

    /// Word in the database and in texts.
    pub fn code(self) -> &'static str {
        match self {
            Counted::Declared => "declared",
            Counted::Measured => "measured",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Counted> {
        Counted::ALL.into_iter().find(|c| c.code() == code)
    }
}
