//! Life events (sự kiện trong đời): the tiles of the home page, from data/life_events.yaml.

use platform::messages::Lang;
use serde::Deserialize;
use std::sync::LazyLock;

/// A life event.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct LifeEvent {
    /// Name in addresses and in the procedures' files.
    pub slug: String,
    order: i64,
    name: String,
    name_en: String,
    summary: String,
    summary_en: String,
}

impl LifeEvent {
    /// Its name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        if lang == Lang::En { &self.name_en } else { &self.name }
    }

    /// One sentence on it.
    pub fn summary(&self, lang: Lang) -> &str {
        if lang == Lang::En { &self.summary_en } else { &self.summary }
    }
}

/// All life events in their order.
pub(super) fn all() -> &'static [LifeEvent] {
    static EVENTS: LazyLock<Vec<LifeEvent>> = LazyLock::new(|| {
        let text = include_str!("../../../../data/life_events.yaml");
        let mut events: Vec<LifeEvent> = serde_saphyr::from_str(text).unwrap_or_else(|error| {
            tracing::error!(%error, "data/life_events.yaml");
            Vec::new()
        });
        events.sort_by_key(|e| e.order);
        events
    });
    &EVENTS
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_shipped_file_is_read() {
        assert!(super::all().len() >= 10);
    }
}
