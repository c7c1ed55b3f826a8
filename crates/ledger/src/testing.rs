//! A time-stamping authority for tests: OpenSSL's own, over a root and a certificate made in a temporary folder.

use std::path::PathBuf;
use std::process::Command;

/// What may go wrong while a test prepares.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const CONFIGURATION: &str = "\
[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
default_md = sha256
policy = any
rand_serial = yes
[any]
organizationName = optional
commonName = supplied
[tsa]
default_tsa = stamper
[stamper]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
";
const EXTENSIONS: &str = "extendedKeyUsage = critical, timeStamping\nbasicConstraints = CA:FALSE\n";
const ROOT: [&str; 2] = ["-addext", "basicConstraints = critical, CA:TRUE"];

/// Which authority to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// RSA with SHA-256, whole seconds.
    Rsa,
    /// ECDSA on P-384 with SHA-384, and fractions of a second.
    Ecdsa,
    /// As the first, by a certificate that ran out in 2016.
    Expired,
}

/// An authority.
pub struct Tsa {
    folder: tempfile::TempDir,
}

impl Tsa {
    /// Makes its root and its certificate.
    pub fn new(kind: Kind) -> Result<Tsa> {
        let tsa = Tsa { folder: tempfile::tempdir()? };
        let (key, more): (&[&str], _) = match kind {
            Kind::Rsa | Kind::Expired => (&["-newkey", "rsa:2048"], "signer_digest = sha256\n"),
            Kind::Ecdsa => (
                &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1"],
                "signer_digest = sha384\nclock_precision_digits = 6\n",
            ),
        };
        let end = if kind == Kind::Expired { "20160101000000Z" } else { "20491231000000Z" };
        for (name, text) in [
            ("tsa.cnf", format!("{CONFIGURATION}{more}")),
            ("extensions", EXTENSIONS.to_owned()),
            ("index.txt", String::new()),
            ("serial", "01\n".to_owned()),
        ] {
            std::fs::write(tsa.folder.path().join(name), text)?;
        }
        let root = ["req", "-x509", "-nodes", "-days", "9000", "-subj", "/CN=Root of the test"];
        let files = ["-keyout", "root.key", "-out", "root.pem"];
        tsa.openssl(&[&root[..], key, &files[..], &ROOT[..]].concat())?;
        let signer = ["req", "-nodes", "-utf8", "-subj", "/O=Cần Thơ/CN=Stamper of the test"];
        let files = ["-keyout", "tsa.key", "-out", "tsa.csr"];
        tsa.openssl(&[&signer[..], key, &files[..]].concat())?;
        tsa.openssl(&[
            "ca",
            "-batch",
            "-config",
            "tsa.cnf",
            "-notext",
            "-utf8",
            "-cert",
            "root.pem",
            "-keyfile",
            "root.key",
            "-in",
            "tsa.csr",
            "-out",
            "tsa.pem",
            "-extfile",
            "extensions",
            "-startdate",
            "20150101000000Z",
            "-enddate",
            end,
        ])?;
        Ok(tsa)
    }

    /// The file of its root.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("root.pem")
    }

    /// What it answers to a request: a stamp, or a refusal when it cannot read it.
    pub fn answer(&self, request: &[u8]) -> Result<Vec<u8>> {
        std::fs::write(self.folder.path().join("request"), request)?;
        self.openssl(&[
            "ts",
            "-reply",
            "-config",
            "tsa.cnf",
            "-queryfile",
            "request",
            "-signer",
            "tsa.pem",
            "-inkey",
            "tsa.key",
            "-out",
            "answer",
        ])?;
        Ok(std::fs::read(self.folder.path().join("answer"))?)
    }

    fn openssl(&self, arguments: &[&str]) -> Result<()> {
        let run = Command::new("openssl").args(arguments).current_dir(self.folder.path()).output()?;
        if run.status.success() {
            return Ok(());
        }
        Err(format!("openssl {}: {}", arguments.join(" "), String::from_utf8_lossy(&run.stderr)).into())
    }
}
