// Clang thread-safety annotations under names of our own, empty for other compilers. The GIL and the small
// mutex beside it are capabilities, so `-Wthread-safety` finds code that forgets them.
#ifndef POLYGIL_GIL_ANNOTATIONS_H_
#define POLYGIL_GIL_ANNOTATIONS_H_

#if defined(__clang__)
#define POLYGIL_TSA(x) __attribute__((x))
#else
#define POLYGIL_TSA(x)
#endif

#define POLYGIL_CAPABILITY(name) POLYGIL_TSA(capability(name))
#define POLYGIL_SCOPED_CAPABILITY POLYGIL_TSA(scoped_lockable)
#define POLYGIL_GUARDED_BY(x) POLYGIL_TSA(guarded_by(x))
#define POLYGIL_REQUIRES(...) POLYGIL_TSA(requires_capability(__VA_ARGS__))
#define POLYGIL_EXCLUDES(...) POLYGIL_TSA(locks_excluded(__VA_ARGS__))
#define POLYGIL_ACQUIRE(...) POLYGIL_TSA(acquire_capability(__VA_ARGS__))
#define POLYGIL_RELEASE(...) POLYGIL_TSA(release_capability(__VA_ARGS__))
#define POLYGIL_ASSERT_CAPABILITY(...) POLYGIL_TSA(assert_capability(__VA_ARGS__))
#define POLYGIL_NO_THREAD_SAFETY_ANALYSIS POLYGIL_TSA(no_thread_safety_analysis)

#endif  // POLYGIL_GIL_ANNOTATIONS_H_
