//! Events between slices: data only, written in the transaction of the change, delivered after commit through the queue.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Something that happened, told to whoever listens.
pub trait Event: Serialize + Sync {
    /// Name of the event, such as "one_stop.dossier_received".
    const TOPIC: &'static str;
}

/// A slice's ear for an event: the job that handles it.
#[derive(Debug, Clone, Copy)]
pub struct Listener {
    /// The event's topic.
    pub topic: &'static str,
    /// Name of the job (declared in the same slice) that gets the event as its payload.
    pub job: &'static str,
}

/// Who listens to what.
#[derive(Debug, Default)]
pub struct Topics {
    listeners: BTreeMap<&'static str, Vec<&'static str>>,
    hooks: BTreeSet<&'static str>,
}

impl Topics {
    /// Collects the listeners of all slices.
    pub fn of(slices: &[&'static crate::Slice]) -> Topics {
        let mut map: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
        for listener in slices.iter().flat_map(|s| s.listeners) {
            map.entry(listener.topic).or_default().push(listener.job);
        }
        let hooks = slices.iter().flat_map(|s| s.hooks).map(|hook| hook.topic).collect();
        Topics { listeners: map, hooks }
    }

    /// Whether other programs may subscribe this topic.
    pub fn is_hook(&self, topic: &str) -> bool {
        self.hooks.contains(topic)
    }

    /// The jobs that want this topic.
    pub fn listeners(&self, topic: &str) -> &[&'static str] {
        self.listeners.get(topic).map_or(&[], Vec::as_slice)
    }
}
