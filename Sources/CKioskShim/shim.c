#include "CKioskShim.h"
