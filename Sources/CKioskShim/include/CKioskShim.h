#ifndef C_KIOSK_SHIM_H
#define C_KIOSK_SHIM_H

/* What Swift's importer drops from the kernel's and glibc's headers. */
#include <linux/fb.h>
#include <sys/eventfd.h>

#endif
