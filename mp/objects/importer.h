// The importer of the Python sources inside the binary.
#ifndef POLYGIL_MP_OBJECTS_IMPORTER_H_
#define POLYGIL_MP_OBJECTS_IMPORTER_H_

namespace polygil {

// Puts the importer in front of sys.meta_path. After importlib is up; GIL held. False: an exception is pending.
bool InstallEmbeddedImporter();

}  // namespace polygil

#endif  // POLYGIL_MP_OBJECTS_IMPORTER_H_
