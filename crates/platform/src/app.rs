//! One server process: store, clock, texts, files, slices, and what is kept in memory of slowly changing records.

use crate::calendar::Calendars;
use crate::clock::Clock;
use crate::directory::Directory;
use crate::error::{Error, Result, answered_within};
use crate::events::Topics;
use crate::files::{FilePlace, Files};
use crate::http::limits::Limits;
use crate::http::proxies::Proxies;
use crate::jobs::Job;
use crate::messages::{Lang, Locale, Messages};
use crate::metrics::Metrics;
use crate::oidc::{self, Providers};
use crate::outward::Outward;
use crate::password::Breached;
use crate::profiles::{Kept, Profiles};
use crate::random::Random;
use crate::settings::Settings;
use crate::slice::Slice;
use crate::sms;
use crate::store::{Read, Store};
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

/// Longest wait for what is kept in memory to be read again; then it is tried anew.
const ANSWER: Duration = Duration::from_secs(10);

/// Handle to the process; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What every part of a server may use.
pub struct Inner {
    /// Settings of this process.
    pub settings: Settings,
    /// Database.
    pub store: Store,
    /// Time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// Texts.
    pub messages: Arc<Messages>,
    /// Files by content.
    pub files: Files,
    /// The slices this program is made of.
    pub slices: &'static [&'static Slice],
    /// Limits on how often a stranger may try.
    pub limits: Limits,
    /// Proxies whose word on the caller's address is taken.
    pub proxies: Proxies,
    /// Passwords known to have leaked, where the settings name a list.
    pub breached: Option<Breached>,
    /// The way out to other servers.
    pub outward: Outward,
    /// What is known of the providers of identities.
    pub providers: Providers,
    /// What this process counts of its answers.
    pub metrics: Metrics,
    /// The pages' and forms' addresses, as their routes write them, and whether they can be opened; known once the router stands.
    pub(crate) addresses: OnceLock<HashMap<&'static str, bool>>,
    ports: RwLock<HashMap<TypeId, Box<dyn Any + Send + Sync>>>,
    directory: RwLock<Arc<Directory>>,
    profiles: Kept,
    calendars: RwLock<Arc<Calendars>>,
    seen_version: RwLock<i64>,
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// How the agency tree is read; the slice `agencies` provides it as a port.
#[async_trait::async_trait]
pub trait DirectorySource: Send + Sync {
    /// All agencies, past ones too.
    async fn load(&self, store: &Store) -> Result<Directory>;
}

impl App {
    /// Puts a process together; [`App::refresh`] must follow once the tables exist.
    pub fn new(
        settings: Settings,
        store: Store,
        random: Random,
        slices: &'static [&'static Slice],
    ) -> Result<App> {
        let texts: Vec<(&str, &str)> = slices.iter().map(|s| s.messages).collect();
        let messages = Messages::new(&texts).map_err(|e| Error::fault("messages", e))?;
        let _ = store.topics.set(Topics::of(slices));
        let limits = Limits::new(settings.demo, store.clone());
        let proxies = Proxies::new(&settings.trusted_proxies, &settings.proxy_header)?;
        let breached = settings.breached_passwords.as_deref().map(Breached::open).transpose()?;
        let outward = Outward::new(&settings)?;
        if let Some(gateway) = &settings.sms {
            sms::check(gateway)?;
        }
        if let Some(fault) = settings.payment.as_ref().and_then(|payment| payment.fault()) {
            return Err(Error::fault("setting payment", fault));
        }
        oidc::check(&settings)?;
        let profiles = Kept::default();
        let files = Files::under(&FilePlace::of(&settings), profiles.clone())?;
        Ok(App(Arc::new(Inner {
            clock: store.clock().clone(),
            settings,
            store,
            random,
            messages,
            files,
            slices,
            limits,
            proxies,
            breached,
            outward,
            providers: Providers::default(),
            metrics: Metrics::default(),
            addresses: OnceLock::new(),
            ports: RwLock::default(),
            directory: RwLock::default(),
            profiles,
            calendars: RwLock::default(),
            seen_version: RwLock::new(-1),
        })))
    }

    /// Hands over an implementation of a port of `contracts` (an `Arc<dyn Trait>`).
    pub fn provide<P: Any + Send + Sync + Clone>(&self, port: P) {
        self.ports.write().unwrap_or_else(PoisonError::into_inner).insert(TypeId::of::<P>(), Box::new(port));
    }

    /// The implementation of a port; a fault when the server wired none.
    pub fn port<P: Any + Send + Sync + Clone>(&self) -> Result<P> {
        self.ports
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&TypeId::of::<P>())
            .and_then(|p| p.downcast_ref::<P>())
            .cloned()
            .ok_or_else(|| Error::fault("port", std::any::type_name::<P>()))
    }

    /// The texts in a language.
    pub fn locale(&self, lang: Lang) -> Locale {
        Locale::new(self.messages.clone(), lang)
    }

    /// The agency tree.
    pub fn directory(&self) -> Arc<Directory> {
        self.directory.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The legal profiles in force, by date.
    pub fn profiles(&self) -> Arc<Profiles> {
        self.profiles.now()
    }

    /// The largest file that may be handed in today, bytes.
    pub fn largest_file(&self) -> usize {
        self.files.largest(self.clock.now().day(), self.settings.max_upload)
    }

    /// The working calendars of the agencies.
    pub fn calendars(&self) -> Arc<Calendars> {
        self.calendars.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A declared job by name.
    pub fn job(&self, name: &str) -> Option<Job> {
        self.slices.iter().flat_map(|s| s.jobs).find(|j| j.name == name).copied()
    }

    /// Whether a job of this name takes all that waits of its kind at once.
    pub(crate) fn is_together(&self, name: &str) -> bool {
        self.slices.iter().any(|s| s.together.contains(&name))
    }

    /// Reads agencies, profiles and calendars again.
    pub async fn refresh(&self) -> Result<()> {
        let version = self.kept_version().await?;
        let directory = match self.port::<Arc<dyn DirectorySource>>() {
            Ok(source) => source.load(&self.store).await?,
            Err(_) => Directory::default(),
        };
        let profiles = Profiles::load(&self.store).await?;
        let calendars = Calendars::load(&self.store, &profiles).await?;
        *self.directory.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(directory);
        self.profiles.set(profiles);
        *self.calendars.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(calendars);
        *self.seen_version.write().unwrap_or_else(PoisonError::into_inner) = version;
        Ok(())
    }

    /// Reads them again if another node changed them.
    pub async fn refresh_if_changed(&self) -> Result<()> {
        let seen = *self.seen_version.read().unwrap_or_else(PoisonError::into_inner);
        let refreshed =
            async { if self.kept_version().await? != seen { self.refresh().await } else { Ok(()) } };
        answered_within(ANSWER, refreshed).await
    }

    async fn kept_version(&self) -> Result<i64> {
        self.store.number("SELECT version FROM kept_version", vec![]).await
    }
}

/// Marks agencies, profiles or calendars as changed, so that every node reads them again; call it in the changing transaction.
pub async fn mark_changed(tx: &crate::Tx) -> Result<()> {
    tx.exec_unmarked("UPDATE kept_version SET version = version + 1", vec![]).await?;
    Ok(())
}
