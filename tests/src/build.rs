//! A later build of the app, made from the built one: it says that it is another.

use crate::{Outcome, env};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with a build; it goes with the test.
pub struct Build {
    folder: TempDir,
    /// Which build it says it is.
    pub id: String,
}

impl Build {
    /// A copy of the built app that says that it is this build.
    ///
    /// # Errors
    /// There is no room for it, or the built app says nothing.
    pub fn later(id: &str) -> Outcome<Self> {
        let folder = TempDir::new()?;
        copy(&env::dist(), folder.path())?;
        let build = Self { folder, id: id.to_owned() };
        let now = id_of(&env::dist())?;
        for name in ["index.html", "sw.js"] {
            build.change(name, &now, id)?;
        }
        Ok(build)
    }

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Only half of it has arrived: the page is still that of the build before.
    ///
    /// # Errors
    /// There is no room for it.
    pub fn halve(&self) -> Outcome {
        fs::copy(env::dist().join("index.html"), self.folder().join("index.html"))?;
        Ok(())
    }

    /// Takes a file out that begins so. Gives its path below the app.
    ///
    /// # Errors
    /// There is none.
    pub fn drop_file(&self, beginning: &str) -> Outcome<String> {
        let (folder, name) = beginning.rsplit_once('/').ok_or("a file in a folder")?;
        let mut found = None;
        for entry in fs::read_dir(self.folder().join(folder))? {
            let path = entry?.path();
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if file.starts_with(name) {
                fs::remove_file(&path)?;
                if !file.ends_with(".br") && !file.ends_with(".gz") {
                    found = Some(format!("{folder}/{file}"));
                }
            }
        }
        let found = found.ok_or_else(|| format!("no file begins with {beginning}"))?;
        self.change("sw.js", &format!("\"{found}\","), "")?;
        Ok(found)
    }

    /// Changes a file, and takes its packed forms away.
    fn change(&self, name: &str, from: &str, to: &str) -> Outcome {
        let path = self.folder().join(name);
        let text = fs::read_to_string(&path)?;
        if !text.contains(from) {
            return Err(format!("{name} has no {from}").into());
        }
        fs::write(&path, text.replace(from, to))?;
        for ending in ["br", "gz"] {
            let packed = path.with_added_extension(ending);
            if packed.is_file() {
                fs::remove_file(packed)?;
            }
        }
        Ok(())
    }
}

/// Which build a folder says it is.
///
/// # Errors
/// It says nothing.
pub fn id_of(dist: &Path) -> Outcome<String> {
    let page = fs::read_to_string(dist.join("index.html"))?;
    let said = page.split("name=\"recourse-build\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    Ok(said.ok_or("index.html says no build")?.to_owned())
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path: PathBuf = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
